/**
 * Statements that hold statements: routines, triggers, events, packages, and the compound statements that MariaDB runs
 * by themselves. In the words of MySQL, of MariaDB and of its Oracle mode, which do not contradict each other here.
 */
import { BodyTokens, type BodyToken } from './body-tokens.ts'
import { beginsLabel, dollarQuotedEnd, mayOpenBody, transactionWords, wantOperand } from './compound-words.ts'
import type { ScriptReading } from './script-reading.ts'
import { compoundVerbs, simpleVerbs } from './statement-verbs.ts'

/**
 * Where the body of the statement that begins at `at` ends: behind its last END, or at the text's end where that is
 * missing, since half of a body must never run. -1 for a statement that ends at the first semicolon.
 */
export function bodyEnd(text: string, at: number, reading: ScriptReading): number {
  return mayOpenBody(text, at) ? new Body(text, at, reading).end() : -1
}

/**
 * What the reader expects.
 * - `start`, `create`, `definer`, `setStatement`, `name`: before it is known whether there is a body.
 * - `routine`, `trigger`, `triggerOrder`, `event`, `package`: in the head of one.
 * - `statement`: a statement, or what closes the list of them. `simple`: the rest of one without statements inside.
 * - `condition`: up to THEN, DO, LOOP or END. `declare`, `handler`, `handlerNext`: behind DECLARE.
 * - `ended`: the words behind END.
 */
type Mode =
  | 'start' | 'create' | 'definer' | 'setStatement' | 'name'
  | 'routine' | 'trigger' | 'triggerOrder' | 'event' | 'package'
  | 'statement' | 'simple' | 'condition' | 'declare' | 'handler' | 'handlerNext' | 'ended'

/** What is open. `declarations` becomes a `block` at its BEGIN; `routine` is one whose body has not begun. */
type Frame = 'block' | 'declarations' | 'routine' | 'if' | 'case' | 'caseExpression' | 'loop' | 'head' | 'repeat' | 'until'

/** The head that each object of CREATE goes on with; other objects have no body. */
const heads: Readonly<Record<string, Mode>> = { PROCEDURE: 'routine', FUNCTION: 'routine', TRIGGER: 'trigger', EVENT: 'event', PACKAGE: 'package' }

class Body {
  readonly #text: string
  readonly #tokens: BodyTokens
  readonly #frames: Frame[] = []
  #mode: Mode = 'start'
  /** Where `name` leads. */
  #behindName: Mode = 'routine'
  #depth = 0
  /** The word before, in capitals; empty where it was no word. */
  #previous = ''
  /** The part before ends an operand, so that END behind it is no name. */
  #operand = false
  #hasType = false

  constructor(text: string, at: number, reading: ScriptReading) {
    this.#text = text
    this.#tokens = new BodyTokens(text, at, reading)
  }

  end(): number {
    const tokens = this.#tokens
    for (let token = tokens.next(); token; token = tokens.next()) {
      const found = token.kind === 'symbol' && token.upper === ';' ? this.#semicolon() : this.#take(token)
      if (found !== undefined) return found
      this.#previous = token.kind === 'word' ? token.upper : ''
      this.#operand = token.kind === 'operand' || token.upper === ')' || (token.kind === 'word' && !wantOperand.has(token.upper))
      if (token.upper === '(') this.#depth += 1
      else if (token.upper === ')' && this.#depth > 0) this.#depth -= 1
    }
    return this.#frames.some((frame) => frame !== 'routine') ? this.#text.length : -1
  }

  /** Answers the end where there is no more to read. */
  #semicolon(): number | undefined {
    while (this.#frames.at(-1) === 'caseExpression') this.#frames.pop()
    // A routine that is only declared.
    if (this.#frames.at(-1) === 'routine') this.#frames.pop()
    if (this.#frames.length === 0) return -1
    this.#depth = 0
    this.#mode = 'statement'
    return undefined
  }

  #take(token: BodyToken): number | undefined {
    const word = token.kind === 'word' ? token.upper : ''
    switch (this.#mode) {
      case 'start':
        return this.#start(token, word)
      case 'create':
        return this.#create(word)
      case 'definer':
        // The name behind the equals sign may be any word.
        if (token.upper !== '=') this.#mode = 'create'
        return undefined
      case 'setStatement':
        if (word === 'FOR' && this.#depth === 0) this.#mode = 'start'
        return undefined
      case 'name':
        if (word === 'BODY' && this.#behindName === 'package') return undefined
        if (word === 'IF' || (word === 'NOT' && this.#previous === 'IF') || (word === 'EXISTS' && this.#previous === 'NOT')) return undefined
        this.#mode = this.#behindName
        return undefined
      case 'routine':
        return this.#depth === 0 ? this.#routine(token, word) : undefined
      case 'trigger':
        if (word === 'ROW' && this.#previous === 'EACH') this.#mode = 'triggerOrder'
        return undefined
      case 'triggerOrder':
        if (word === 'FOLLOWS' || word === 'PRECEDES') return void this.#nameThen('statement')
        return this.#statement(token, word)
      case 'event':
        if (word === 'DO' && this.#depth === 0) this.#mode = 'statement'
        return undefined
      case 'package':
        if (word === 'AS' || word === 'IS') this.#open('declarations', 'statement')
        else if (word === 'BEGIN' || word === 'DECLARE' || word === 'END' || word in heads) {
          this.#open('declarations', 'statement')
          return this.#statement(token, word)
        }
        return undefined
      case 'statement':
        return this.#statement(token, word)
      case 'condition':
        return this.#condition(token, word)
      case 'declare':
        if (word === 'HANDLER' && ['CONTINUE', 'EXIT', 'UNDO'].includes(this.#previous)) this.#mode = 'handler'
        return undefined
      case 'handler':
        if (!['FOR', 'SQLSTATE', 'VALUE', 'NOT'].includes(word)) this.#mode = 'handlerNext'
        return undefined
      case 'handlerNext':
        if (token.upper === ',') this.#mode = 'handler'
        else return this.#statement(token, word)
        return undefined
      case 'simple':
      case 'ended':
        return undefined
    }
  }

  #start(token: BodyToken, word: string): number | undefined {
    if (word === 'CREATE' || word === 'ALTER') this.#mode = 'create'
    else if (word === 'SET') {
      if (this.#tokens.peek()?.upper !== 'STATEMENT') return -1
      this.#mode = 'setStatement'
    } else if (word === 'BEGIN') {
      const next = this.#tokens.peek()
      if (!next || next.kind === 'symbol' || transactionWords.has(next.upper)) return -1
      return this.#statement(token, word)
    } else if (compoundVerbs.has(word) || this.#isLabel(token) || this.#text.startsWith('<<', token.start)) return this.#statement(token, word)
    else return -1
    return undefined
  }

  #create(word: string): number | undefined {
    if (word === 'DEFINER') this.#mode = 'definer'
    const head = heads[word]
    if (head) {
      if (head === 'routine') this.#frames.push('routine')
      this.#nameThen(head)
    } else if (word !== '' && !['OR', 'REPLACE', 'AGGREGATE', 'DEFINER'].includes(word)) return -1
    return undefined
  }

  #nameThen(mode: Mode): void {
    this.#mode = 'name'
    this.#behindName = mode
    this.#hasType = false
  }

  #open(frame: Frame, mode: Mode): void {
    this.#frames.push(frame)
    this.#mode = mode
  }

  /** In the head of a procedure or function, outside of its brackets. */
  #routine(token: BodyToken, word: string): number | undefined {
    if (word === 'AS' || word === 'IS') {
      // MySQL: the body in another language, between dollar signs.
      if (this.#tokens.peek()?.upper.startsWith('$')) return dollarQuotedEnd(this.#text, token.end)
      this.#frames.pop()
      return void this.#open('declarations', 'statement')
    }
    if (word === 'RETURNS' || (word === 'RETURN' && !this.#hasType)) {
      this.#hasType = true
      return undefined
    }
    const isType = ['RETURNS', 'RETURN', 'CHARSET', 'COLLATE'].includes(this.#previous) || (word === 'SET' && this.#previous.startsWith('CHAR'))
    if (isType || word === '') return undefined
    const isSimple = simpleVerbs.has(word) || word === 'RETURN'
    if (!isSimple && !compoundVerbs.has(word)) return undefined
    this.#frames.pop()
    // Not that of a package around it.
    if (word === 'BEGIN') return void this.#open('block', 'statement')
    return this.#statement(token, word)
  }

  #isLabel = (token: BodyToken): boolean => token.kind !== 'symbol' && beginsLabel(this.#text, token.start)

  /** Where a statement begins, or a list of them ends. */
  #statement(token: BodyToken, word: string): number | undefined {
    this.#mode = 'statement'
    // A label, or one of Oracle's: <<name>>.
    if (token.kind === 'symbol' && ':<>'.includes(token.upper)) return undefined
    if (this.#isLabel(token) || this.#text.startsWith('>>', token.end)) return undefined
    const top = this.#frames.at(-1)
    switch (word) {
      case 'BEGIN':
        if (top === 'declarations') this.#frames.pop()
        return void this.#frames.push('block')
      case 'NOT':
        if (this.#previous === 'BEGIN') return undefined
        break
      case 'ATOMIC':
        if (this.#previous === 'NOT') return undefined
        break
      case 'EXCEPTION':
      case 'ELSE':
        return undefined
      case 'IF':
        return void this.#open('if', 'condition')
      case 'CASE':
        return void this.#open('case', 'condition')
      case 'ELSEIF':
      case 'ELSIF':
      case 'WHEN':
        this.#mode = 'condition'
        return undefined
      case 'LOOP':
        return void this.#frames.push('loop')
      case 'WHILE':
      case 'FOR':
        return void this.#open('head', 'condition')
      case 'REPEAT':
        return void this.#frames.push('repeat')
      case 'UNTIL':
        if (top === 'repeat') this.#frames.pop()
        return void this.#open('until', 'condition')
      case 'END':
        return this.#close(token)
      case 'DECLARE':
        // Nothing is open: an anonymous block of Oracle mode.
        if (top === undefined) this.#frames.push('declarations')
        else this.#mode = 'declare'
        return undefined
      case 'PROCEDURE':
      case 'FUNCTION':
        if (top !== 'declarations') break
        this.#frames.push('routine')
        return void this.#nameThen('routine')
    }
    if (top === undefined) return -1
    this.#mode = 'simple'
    return undefined
  }

  #condition(token: BodyToken, word: string): number | undefined {
    const top = this.#frames.at(-1)
    if (word === 'CASE') this.#frames.push('caseExpression')
    else if (word === 'END' && this.#operand) {
      if (top === 'caseExpression') this.#frames.pop()
      else if (top === 'until') return this.#close(token)
    } else if (word === 'THEN' && top !== 'caseExpression') this.#mode = 'statement'
    else if ((word === 'DO' || word === 'LOOP') && top === 'head') {
      this.#frames.pop()
      this.#open('loop', 'statement')
    }
    return undefined
  }

  #close(token: BodyToken): number | undefined {
    this.#frames.pop()
    this.#mode = 'ended'
    return this.#frames.length === 0 ? token.end : undefined
  }
}
