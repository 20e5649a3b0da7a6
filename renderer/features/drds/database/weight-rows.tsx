import { Lock, LockOpen } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../ui/icon-button.tsx'
import { locked, moved, rangeOf, type Weights } from './weights.ts'
import styles from './weights.module.css'

interface WeightRowsProps {
  weights: Weights
  onChange: (weights: Weights) => void
  /** What the service shows now. */
  before: readonly (number | null)[]
}

/** A slider, a number and a lock a row, and the whole as a bar; moving one takes from the others, so that it stays 100. */
export function WeightRows({ weights, onChange, before }: WeightRowsProps) {
  const { t } = useTranslation()
  const { rows } = weights
  return (
    <div className={styles.weights}>
      <div className={styles.bar} aria-hidden="true">
        {rows.map(({ name, weight }, at) => (
          <span key={name} data-shade={at % 4} style={{ flexGrow: weight }} hidden={weight === 0}>
            {weight >= 8 && `${weight}%`}
          </span>
        ))}
      </div>
      <ul className={styles.rows}>
        {rows.map((row, at) => {
          const { min, max } = rangeOf(rows, at)
          const fixed = row.locked || min === max
          const move = (wanted: number) => onChange(moved(weights, at, wanted))
          return (
            <li key={row.name} className={styles.row}>
              <span className={styles.name}>
                <span data-shade={at % 4} className={styles.swatch} aria-hidden="true" />
                <code>{row.name}</code>
                <span className={styles.role}>{t(at === 0 ? 'drds.database.weights.primary' : 'drds.database.weights.readOnly')}</span>
              </span>
              <input
                type="range"
                className={styles.slider}
                min={0}
                max={100}
                step={1}
                value={row.weight}
                disabled={fixed}
                aria-label={t('drds.database.weights.sliderOf', { name: row.name })}
                aria-valuetext={`${row.weight}%`}
                onChange={(event) => move(event.target.valueAsNumber)}
              />
              <NumberInput label={t('drds.database.weights.of', { name: row.name })} value={row.weight} min={min} max={max} disabled={fixed} onChange={move} />
              <IconButton
                label={t(row.locked ? 'drds.database.weights.unlock' : 'drds.database.weights.lock', { name: row.name })}
                aria-pressed={row.locked}
                onClick={() => onChange(locked(weights, at, !row.locked))}
              >
                {row.locked ? <Lock size={14} /> : <LockOpen size={14} />}
              </IconButton>
              <span className={styles.before}>{t('drds.database.weights.now', { weight: before[at] ?? '?' })}</span>
            </li>
          )
        })}
      </ul>
      <p className={styles.sum} role="status">
        {rows.map(({ name, weight }) => `${name} ${weight}%`).join(' + ')} = 100%
      </p>
    </div>
  )
}

interface NumberInputProps {
  label: string
  value: number
  min: number
  max: number
  disabled: boolean
  onChange: (value: number) => void
}

/** Half-typed numbers stay as they were typed until the field is left. */
function NumberInput({ label, value, min, max, disabled, onChange }: NumberInputProps) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <span className={styles.number}>
      <input
        type="number"
        aria-label={label}
        min={min}
        max={max}
        step={1}
        value={typed ?? value}
        disabled={disabled}
        onChange={(event) => {
          setTyped(event.target.value)
          if (Number.isInteger(event.target.valueAsNumber)) onChange(event.target.valueAsNumber)
        }}
        onBlur={() => setTyped(null)}
      />
      <span aria-hidden="true">%</span>
    </span>
  )
}
