export type CodeKind = 'plain' | 'keyword' | 'string' | 'number' | 'function' | 'comment'

/** Some characters of code, and what they are. */
export type CodeRun = readonly [kind: CodeKind, text: string]

/** What the page asks the worker that highlights, and what it hears. */
export interface HighlightRequest {
  readonly code: string
  readonly language: string
}
export type HighlightAnswer = readonly (readonly CodeRun[])[] | null
