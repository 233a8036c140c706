import { StringDecoder } from 'node:string_decoder'
import { maxLineLength } from './log-source.ts'

export interface LineSplitter {
  /** The lines that a chunk ends. */
  push(chunk: Buffer | string): string[]
  /** What came after the last line break. */
  rest(): string[]
}

/** Makes lines of chunks that end anywhere. Of a line that is too long the beginning is kept. */
export function createLineSplitter(): LineSplitter {
  const decoder = new StringDecoder('utf8')
  let begun = ''
  return {
    push(chunk) {
      const [first = '', ...others] = (typeof chunk === 'string' ? chunk : decoder.write(chunk)).split(/\r?\n/)
      const whole = [begun + first, ...others].map((line) => line.slice(0, maxLineLength))
      begun = whole.pop() ?? ''
      return whole
    },
    rest() {
      const rest = begun
      begun = ''
      return rest === '' ? [] : [rest]
    },
  }
}
