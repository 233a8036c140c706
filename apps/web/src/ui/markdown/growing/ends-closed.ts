import { isProse } from '../maths/maths-rules.ts'

interface Begun {
  readonly mark: string
  count: number
}

/** Beyond this a block is shown as it stands: no sentence is that long. */
const longest = 4000
const code = /(?<![\\`])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g
const maths = /(?<!\\)(?:\$\$[\s\S]*?\$\$|\\\([\s\S]*?\\\)|\\\[[\s\S]*?\\\]|\$(?![\s$])[^$`]*?[^\s$`]\$(?!\d))/g
/** Not one dollar: that may be a price. */
const mathsBegun = /(?<!\\)(?:\$\$|\\\(|\\\[)[\s\S]*$/
const codeBegun = /(?<![\\`])(`+)(?!`)[\s\S]*$/
const address = /\]\([^()\s]*\)/g
const imageBegun = /!\[[^\]]*(?:\](?:\([^)]*)?)?$/
/** Not a number: that is a note, `[1]`. */
const linkBegun = /(?<![\p{L}\p{N}\]\\])\[(?!\d+\]?$)([^[\]]*)(?:\](?:\([^)]*)?)?$/u
const marksAtEnd = /(?<!\\)[*_~]+$/

/**
 * The text of a block that is still being written, with what is begun at its end closed: `**bo` becomes `**bo**`, the
 * label of a link stands without its brackets until its address is there, and a formula comes when it is whole. Nothing jumps when the rest comes. A guess is
 * enough: the finished text is parsed as it is.
 */
export function withEndsClosed(text: string): string {
  if (text.length > longest) return text
  const hidden = withoutCode(text)
  const begun = codeBegun.exec(hidden)
  if (begun) {
    const [rest = '', marks = ''] = begun
    const before = text.slice(0, begun.index)
    const isEmpty = rest.trim() === marks
    return (isEmpty ? before.trimEnd() : text + marks) + closing(before)
  }
  const formula = mathsBegun.exec(hidden)
  if (formula && !isProse(formula[0].slice(2))) return withEndsClosed(text.slice(0, formula.index))
  // Marks at the very end may begin something, end it, or be half of a pair.
  const shown = text.replace(imageBegun, '').replace(linkBegun, '$1').replace(marksAtEnd, '').trimEnd()
  return shown + closing(shown)
}

const withoutCode = (text: string) => [code, maths].reduce(withoutThese, text)

const withoutThese = (text: string, these: RegExp) => text.replace(these, ({ length }) => 'x'.repeat(length))

/** The marks that close what emphasis is open at the end of `text`, the innermost first. */
function closing(text: string): string {
  const open: Begun[] = []
  const plain = withoutCode(text).replace(address, ']')
  for (const { 0: run, index } of plain.matchAll(/(?<!\\)(\*+|_+|~~)/g)) {
    weigh(open, run, plain[index - 1] ?? ' ', plain[index + run.length] ?? ' ')
  }
  return open
    .toReversed()
    .map(({ mark, count }) => mark.repeat(count))
    .join('')
}

/** By the rules of CommonMark, roughly: marks open before a word and close behind one. */
function weigh(open: Begun[], run: string, before: string, after: string): void {
  const mark = run.charAt(0)
  const isInWord = mark === '_' && /\w/.test(before) && /\w/.test(after)
  if (isInWord) return
  let left = run.length
  if (/\S/.test(before)) {
    for (let top = open.findLast((begun) => begun.mark === mark); top && left > 0; ) {
      const closed = Math.min(top.count, left)
      top.count -= closed
      left -= closed
      if (top.count > 0) break
      open.splice(open.indexOf(top))
      top = open.findLast((begun) => begun.mark === mark)
    }
  }
  if (left > 0 && /\S/.test(after)) open.push({ mark, count: Math.min(left, 3) })
}
