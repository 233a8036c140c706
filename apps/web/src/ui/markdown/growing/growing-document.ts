import { type MarkdownNode, reuse } from '../markdown-node.ts'
import { type ParsedBlocks, parseBlocks, type References } from '../parser.ts'
import { type BegunBlock, begunBlock, withBegun } from './begun-block.ts'
import { openEnd } from './open-end.ts'
import { findOpenFence, isClosed, type OpenFence, withCode } from './open-fence.ts'
import { withoutUndecided } from './undecided.ts'

/**
 * A text in Markdown that grows at its end. What lies before `cut` is finished: Markdown is decided line by line, and only
 * the last block can still change, in a list only its last item. So no more than the rest is parsed when text comes.
 */
export interface GrowingDocument {
  readonly source: string
  readonly isOpen: boolean
  /** The source with the line ends and the replacement character that Markdown asks for. */
  readonly text: string
  readonly cut: number
  /** Whole lines up to here have been asked whether they move the cut. */
  readonly scanned: number
  readonly finished: readonly MarkdownNode[]
  readonly tail: readonly MarkdownNode[]
  /** What the finished part defines. */
  readonly settled: References
  /** What all whole lines define. */
  readonly references: References
  /** What the cut has left behind of the list or the table through which it goes. */
  readonly begun: BegunBlock | null
  /** The block of code that takes every line until its end: they need no parser. */
  readonly fence: OpenFence | null
}

const none: References = {}

export const emptyDocument: GrowingDocument = {
  source: '',
  isOpen: false,
  text: '',
  cut: 0,
  scanned: 0,
  finished: [],
  tail: [],
  settled: none,
  references: none,
  begun: null,
  fence: null,
}

/** The document of `source`, made from the one of its beginning; of any other text it is made anew. */
export function grow(previous: GrowingDocument, source: string, { isOpen }: { isOpen: boolean }): GrowingDocument {
  const text = /[\r\0]/.test(source) ? source.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD') : source
  const start = text.startsWith(previous.text) ? previous : emptyDocument
  const document = { ...withCutMoved(start, text), source, text, isOpen }
  return isOpen ? { ...document, tail: openTail(document) } : { ...document, ...closedTail(document) }
}

function withCutMoved(document: GrowingDocument, text: string): GrowingDocument {
  const end = text.lastIndexOf('\n') + 1
  if (end <= document.scanned) return document
  if (document.fence && !isClosed(document.fence, text.slice(document.scanned, end))) {
    return { ...document, scanned: end }
  }
  const head = document.begun?.head ?? ''
  const lines = head + text.slice(document.cut, end)
  const parsed = parseBlocks(lines, document.settled)
  const nodes = blocksOf(document, parsed)
  const last = nodes.at(-1)
  const scanned = {
    ...document,
    scanned: end,
    references: sameReferences(document.references, parsed.references),
    fence: document.begun ? null : findOpenFence(lines, document.cut),
  }
  const isInside = hasFinishedPart(parsed)
  const length = offsetOfLine(lines, isInside ? parsed.lastPartLine : parsed.lastLine)
  if (last === undefined || length <= head.length) return scanned
  const moved = {
    ...scanned,
    cut: end - (lines.length - length),
    settled: settledIn(lines.slice(0, length), document.settled),
  }
  if (isInside) return { ...moved, fence: null, begun: begunBlock(last, lines, lines.slice(length)) }
  return {
    ...moved,
    finished: [...document.finished, ...nodes.slice(0, -1)],
    tail: document.tail.slice(nodes.length - 1),
    begun: null,
    fence: findOpenFence(lines.slice(length), moved.cut),
  }
}

/** What is left to parse. */
const rest = ({ begun, cut }: GrowingDocument, text: string) => (begun?.head ?? '') + text.slice(cut)

const blocksOf = ({ begun, tail }: GrowingDocument, { nodes }: ParsedBlocks): readonly MarkdownNode[] =>
  withBegun(begun, nodes).map((node, index) => reuse(tail[index], node))

/** Whether nothing but one list or table was parsed, and more of it than its last item or row. */
function hasFinishedPart({ nodes, lastLine, lastPartLine }: ParsedBlocks): boolean {
  const block = nodes[0]
  if (!block || lastLine > 0) return false
  if (block.type === 'table') return lastPartLine > 2
  // Only its paragraphs tell whether a list is set apart by blank lines: one of them has to be finished.
  const items = block.children.slice(0, -1)
  return lastPartLine > 0 && items.some(({ children }) => children.some(({ type }) => type === 'paragraph'))
}

function openTail(document: GrowingDocument): readonly MarkdownNode[] {
  const { fence, text, settled, begun, tail } = document
  const nodes = fence
    ? [withCode(fence, text)]
    : withBegun(begun, parseBlocks(withoutUndecided(rest(document, text)), settled).nodes)
  return openEnd(nodes).map((node, index) => reuse(tail[index], node))
}

function closedTail(document: GrowingDocument): Pick<GrowingDocument, 'tail' | 'references'> {
  const parsed = parseBlocks(rest(document, document.text), document.settled)
  return { tail: blocksOf(document, parsed), references: sameReferences(document.references, parsed.references) }
}

const settledIn = (finished: string, settled: References) =>
  finished.includes(']:') ? parseBlocks(finished, settled).references : settled

function offsetOfLine(text: string, line: number): number {
  let offset = 0
  for (let passed = 0; passed < line; passed += 1) offset = text.indexOf('\n', offset) + 1
  return offset
}

/** Returns the previous object if nothing changed, so that text that uses it is not parsed again. */
function sameReferences(previous: References, next: References): References {
  const labels = Object.keys(next)
  const isSame =
    labels.length === Object.keys(previous).length &&
    labels.every(
      (label) => previous[label]?.href === next[label]?.href && previous[label]?.title === next[label]?.title,
    )
  return isSame ? previous : next
}
