import { expect, test } from 'vitest'
import { DashboardError } from '../src/kernel/errors.ts'
import { currentSpan, inSpan, type Span, type SpanAttributes, type SpanOptions } from '../src/kernel/tracing/span.ts'
import { currentTrace, outsideTrace, withTrace } from '../src/kernel/tracing/trace-context.ts'

interface Noted extends Span {
  readonly name: string
  readonly attributes: Record<string, unknown>
  readonly parts: Noted[]
  readonly failure: string | null
}

function noted(name: string, { attributes = {} }: SpanOptions = {}): Noted {
  const parts: Noted[] = []
  const all: Record<string, unknown> = { ...attributes }
  let isEnded = false
  let failure: string | null = null
  return {
    name,
    parts,
    attributes: all,
    traceparent: `00-trace-${name}-01`,
    get isEnded() {
      return isEnded
    },
    get failure() {
      return failure
    },
    begin(part, options) {
      const span = noted(part, options)
      parts.push(span)
      return span
    },
    set: (more: SpanAttributes) => void Object.assign(all, more),
    fail(code) {
      failure = code
    },
    end() {
      isEnded = true
    },
  }
}

const within = <T>(span: Span, work: () => T): T =>
  withTrace({ traceparent: span.traceparent, tracestate: 'a=b', span }, work)
const nothing = () => ({})

test('a part of a part stands below it, and asks others in its name', async () => {
  const request = noted('request')
  await within(request, () =>
    inSpan('outer', nothing, () =>
      inSpan('inner', nothing, async () => {
        expect(currentTrace()).toMatchObject({ traceparent: '00-trace-inner-01', tracestate: 'a=b' })
      }),
    ),
  )
  const [outer] = request.parts
  expect([outer?.name, outer?.isEnded, outer?.parts[0]?.name, outer?.parts[0]?.isEnded]).toEqual([
    'outer',
    true,
    'inner',
    true,
  ])
})

test('nothing begins below a span that has ended, nor outside of a trace', async () => {
  const request = noted('request')
  const later = within(request, () => () => inSpan('late', nothing, async () => currentSpan()))
  await within(request, () => outsideTrace(() => inSpan('beside', nothing, async () => null)))
  request.end()
  expect(await within(request, later)).toBeNull()
  expect(request.parts).toEqual([])
})

test.each([
  [new DashboardError('ollama_timeout', 'words of a server'), 'ollama_timeout'],
  [new Error('words of a driver'), 'internal'],
  [new DOMException('left', 'AbortError'), null],
])('what fails with %s is marked by a code alone', async (error, code) => {
  const request = noted('request')
  const work = () => inSpan('part', nothing, () => Promise.reject(error))
  await expect(within(request, work)).rejects.toBe(error)
  expect(request.parts[0]).toMatchObject({ failure: code, isEnded: true, attributes: {} })
})
