import type { HighlightAnswer, HighlightRequest } from './code-run.ts'
import { highlight } from './highlight.ts'

addEventListener('message', ({ data }: MessageEvent<HighlightRequest>) => {
  postMessage(highlight(data.code, data.language) satisfies HighlightAnswer)
})
