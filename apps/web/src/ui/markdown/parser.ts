import MarkdownIt, { type Env, type Token } from 'markdown-it'
import { withEmphasis } from './growing/emphasis-rules.ts'
import { type MarkdownNode, treeOf } from './markdown-node.ts'
import { withMaths } from './maths/maths-rules.ts'

/**
 * markdown-it, because what a model writes cannot be trusted to be short or sane. On 40 kB of ordinary Markdown it takes
 * 16 ms, marked 8, micromark with GFM 260; on lists 1,000 levels deep or lines of underscores it stays under 100 ms, where
 * marked takes 14 s or ends the stack and micromark takes 30 s. It also parses blocks apart from the text in them, which
 * is what lets a growing reply be parsed piece by piece. Its 42 kB gzipped load with the chat.
 */
const markdown = new MarkdownIt({
  // Tags are shown as the text they are.
  html: false,
  linkify: true,
  // Models end a line where they mean it to end, and never wrap.
  breaks: true,
})
withMaths(markdown)
withEmphasis(markdown)
// Which links may be followed is decided where they are drawn: one that may not is still shown as its text.
markdown.validateLink = () => true
markdown.linkify.add('ftp:', null)
markdown.linkify.add('//', null)
markdown.linkify.add('www.', {
  validate: (text, position, linkify) => {
    const rest = `//${text.slice(position, position + 1000)}`
    return Math.max(0, linkify.testSchemaAt(rest, 'http:', 0) - 2)
  },
  normalize: (match) => {
    match.url = `http://${match.url}`
  },
})

/** Where `[label]` leads, by label, as far as the text has said so. */
export type References = NonNullable<Env['references']>

export interface ParsedBlocks {
  readonly nodes: readonly MarkdownNode[]
  /** The line on which the last of them begins. */
  readonly lastLine: number
  /** The line on which the last item of the last list begins, or the last row of the last table. */
  readonly lastPartLine: number
  /** The given ones and those that this text defines. */
  readonly references: References
}

/** The blocks of a text whose lines end in `\n`; the text in them is left as it is. */
export function parseBlocks(text: string, given: References): ParsedBlocks {
  const references = { ...given }
  const tokens: Token[] = []
  markdown.block.parse(text, markdown, { references }, tokens)
  const last = tokens.findLast(({ level, nesting }) => level === 0 && nesting >= 0)
  return {
    nodes: treeOf(tokens),
    lastLine: last?.map?.[0] ?? 0,
    lastPartLine: tokens.findLast(isPart)?.map?.[0] ?? 0,
    references,
  }
}

const isPart = ({ type, level }: Token) =>
  (type === 'list_item_open' && level === 1) || (type === 'tr_open' && level === 2)

/** Emphasis, code, links and images in the text of one block. */
export function parseInline(text: string, references: References): readonly MarkdownNode[] {
  return treeOf(markdown.parseInline(text, { references }))[0]?.children ?? []
}
