import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it'

/** Longer ones are left as text: nobody reads them, and to look for their ends would take its time. */
const longest = 4000
const sign = /[\\^_={}+<>]/
const endOf: Readonly<Record<string, string>> = { $$: '$$', '\\[': '\\]', '\\(': '\\)' }
/** Inline maths like in Pandoc: no blank inside the marks and no digit or letter next to them, since `$5 or $6` are prices. */
const inDollars = /\$(?!\s)((?:[^$\\`]|\\.){1,1000}?)(?<!\s)\$(?!\d)/sy

/** Words without a sign of TeX: what `$$` stands around may be two prices, and `\[` may be no more than a bracket. */
export const isProse = (text: string): boolean => /\p{L}{3}/u.test(text) && /\s/.test(text.trim()) && !sign.test(text)

/** Formulas in TeX, between the marks that models use: `$$`, `\[` and `\]` around a block, `$`, `\(` and `\)` in a line. */
export function withMaths(markdown: MarkdownIt): void {
  markdown.block.ruler.before('fence', 'maths', block, { alt: ['paragraph', 'reference', 'blockquote', 'list'] })
  markdown.inline.ruler.before('escape', 'maths', inline)
}

/**
 * It begins a line and ends one, without a blank line in between. What begins like one is read to the next blank line in
 * any case, and is a paragraph if it has no end there: so what a line is never hangs on what comes after the paragraph,
 * and a growing text need not be read again. At the very end of the text it may still get its end.
 */
function block(state: StateBlock, first: number, behind: number, silent: boolean): boolean {
  if ((state.sCount[first] ?? 0) - state.blkIndent >= 4) return false
  const opening = lineAt(state, first)
  const end = /^\$\$(?!\$)|^\\\[/.test(opening) ? endOf[opening.slice(0, 2)] : undefined
  if (end === undefined) return false
  const endsAt = opening.indexOf(end, 2)
  if (endsAt >= 0 && opening.slice(endsAt + 2).trim() !== '') return false
  if (isProse(opening.slice(2))) return false
  if (silent) return true
  let next = first + 1
  let isClosed = endsAt >= 0
  for (; !isClosed && next < behind && !isBoundary(state, next); next += 1) isClosed = lineAt(state, next).endsWith(end)
  state.line = next
  const text = state.getLines(first, next, state.blkIndent, false).trim()
  if (isClosed) push(state, text.slice(2, -2), [first, next])
  else if (next < behind) pushParagraph(state, text, [first, next])
  else push(state, text, [first, next]).attrSet('begun', 'true')
  return true
}

const lineAt = (state: StateBlock, line: number) =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trimEnd()

const isBoundary = (state: StateBlock, line: number) =>
  state.isEmpty(line) || (state.sCount[line] ?? 0) < state.blkIndent

function push(state: StateBlock, tex: string, map: [number, number]) {
  const token = state.push('maths_block', 'math', 0)
  token.content = tex.trim()
  token.map = map
  return token
}

function pushParagraph(state: StateBlock, text: string, map: [number, number]): void {
  state.push('paragraph_open', 'p', 1).map = map
  const token = state.push('inline', '', 0)
  token.content = text
  token.map = map
  token.children = []
  state.push('paragraph_close', 'p', -1)
}

function inline(state: StateInline, silent: boolean): boolean {
  const found = inMarks(state) ?? betweenDollars(state)
  if (!found) return false
  if (!silent) {
    const token = state.push('maths_inline', 'math', 0)
    token.content = found.tex
    if (found.isDisplay) token.attrSet('display', 'true')
  }
  state.pos += found.length
  return true
}

interface Formula {
  readonly tex: string
  readonly length: number
  readonly isDisplay: boolean
}

function inMarks({ src, pos, posMax }: StateInline): Formula | null {
  const marks = src.slice(pos, pos + 2)
  const end = endOf[marks]
  if (end === undefined || (marks === '$$' && (src[pos - 1] === '$' || src[pos + 2] === '$'))) return null
  const inside = src.slice(pos + 2, Math.min(pos + 2 + longest, posMax))
  const length = inside.indexOf(end)
  const tex = inside.slice(0, length).trim()
  // `\[1\]` is how a note is kept from becoming a link.
  if (length < 0 || tex === '' || isProse(tex) || (marks === '\\[' && /^\d+$/.test(tex))) return null
  if (marks === '$$' && src[pos + length + 4] === '$') return null
  return { tex, length: length + 4, isDisplay: marks !== '\\(' }
}

function betweenDollars({ src, pos }: StateInline): Formula | null {
  if (src[pos] !== '$' || /[\w$]/.test(src[pos - 1] ?? '')) return null
  inDollars.lastIndex = pos
  const [all, tex] = inDollars.exec(src) ?? []
  return all === undefined || tex === undefined ? null : { tex, length: all.length, isDisplay: false }
}
