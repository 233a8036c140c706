import { renderToStaticMarkup } from 'react-dom/server'
import { Blocks } from '../src/ui/markdown/blocks.tsx'
import { emptyDocument, type GrowingDocument, grow } from '../src/ui/markdown/growing/growing-document.ts'
import type { MarkdownNode } from '../src/ui/markdown/markdown-node.ts'
import * as parser from '../src/ui/markdown/parser.ts'
import { ReferencesContext } from '../src/ui/markdown/references-context.ts'

const markup = (nodes: readonly MarkdownNode[], references: parser.References) =>
  renderToStaticMarkup(
    <ReferencesContext value={references}>
      <Blocks nodes={nodes} />
    </ReferencesContext>,
  )

/** A document as it is shown. */
export const shown = ({ finished, tail, references }: GrowingDocument) => markup([...finished, ...tail], references)

/** The text parsed in one go, without any cut. */
export function atOnce(text: string): string {
  const { nodes, references } = parser.parseBlocks(text.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD'), {})
  return markup(nodes, references)
}

/** The document after one more piece of it has come. */
export const appended = (document: GrowingDocument, piece: string) =>
  grow(document, document.source + piece, { isOpen: true })

/** The document of a text that came in these pieces and has ended. */
export function streamed(pieces: readonly string[]): GrowingDocument {
  const open = pieces.reduce(appended, emptyDocument)
  return grow(open, open.source, { isOpen: false })
}

/** The document of a text that has not ended. */
export const open = (text: string) => grow(emptyDocument, text, { isOpen: true })

/** A text with one of everything. */
export const section = `## A step

Some **bold** words of [a page](https://a.example/b), and \`code\`:

1. one
2. two
   - inner

| a | b |
|---|--:|
| 1 | 2 |

\`\`\`ts
const a = 1
\`\`\`

- [x] done

> said
`
