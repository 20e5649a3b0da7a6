// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { Dialog } from './dialog.tsx'

afterEach(cleanup)

/** A form, and what is asked over it before it is sent. */
function Page() {
  const [step, setStep] = useState<'none' | 'form' | 'question'>('none')
  return (
    <>
      <button onClick={() => setStep('form')}>Start</button>
      {step !== 'none' && (
        <Dialog open title="Form" onClose={() => setStep('none')}>
          <input aria-label="Name" autoFocus />
          <button onClick={() => setStep('question')}>Send</button>
        </Dialog>
      )}
      <Dialog open={step === 'question'} title="Question" onClose={() => setStep('form')}>
        <button onClick={() => setStep('none')}>Yes</button>
      </Dialog>
    </>
  )
}

/** A dialog, and one that takes its place. */
function Replaced() {
  const [shown, setShown] = useState<'none' | 'first' | 'second'>('none')
  return (
    <>
      <button onClick={() => setShown('first')}>Start</button>
      {shown !== 'none' && (
        <Dialog key={shown} open title={shown} onClose={() => setShown('none')}>
          <button onClick={() => setShown('second')}>Go on</button>
        </Dialog>
      )}
    </>
  )
}

const press = (name: string) => {
  const button = screen.getByRole('button', { name })
  button.focus()
  fireEvent.click(button)
}
const focused = () => document.activeElement?.textContent

test('the focus was lost with a dialog that no trigger opened: it goes back to where it was', async () => {
  render(<Page />)
  press('Start')
  expect(document.activeElement).toBe(screen.getByLabelText('Name'))
  press('Send')
  fireEvent.keyDown(screen.getByRole('dialog', { name: 'Question' }), { key: 'Escape' })
  await waitFor(() => expect(focused()).toBe('Send'))
})

test('the focus was lost where two dialogs closed as one: it goes back to where it was before the first', async () => {
  render(<Page />)
  press('Start')
  press('Send')
  press('Yes')
  await waitFor(() => expect(focused()).toBe('Start'))
})

test('the focus was lost after a dialog that stood in the place of another: it goes back to where the first came from', async () => {
  render(<Replaced />)
  press('Start')
  press('Go on')
  await waitFor(() => expect(screen.getByRole('dialog', { name: 'second' }).contains(document.activeElement)).toBe(true))
  fireEvent.keyDown(screen.getByRole('dialog', { name: 'second' }), { key: 'Escape' })
  await waitFor(() => expect(focused()).toBe('Start'))
})
