import type { Answer, RecordedRequest } from './recording.ts'

/** The server's clock when it last answered for a model, by the model's name. */
export type Moments = ReadonlyMap<string, number>

/**
 * What two answers to one request have to share: everything but generated words, times, and figures that depend on the
 * machine. Lines that follow each other and look alike count as one.
 */
export function portraitOf(request: RecordedRequest, answer: Answer, moments: Moments) {
  const { status, end } = answer
  const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => HEADERS.includes(name)))
  const lines = answer.lines.flatMap(({ text }) => (text === undefined ? [] : [drawLine(text, { request, moments })]))
  return {
    status,
    headers,
    end,
    lines: lines.filter((line, place) => JSON.stringify(line) !== JSON.stringify(lines[place - 1])),
  }
}

/** How a body is cut into chunks no client has to know. */
const HEADERS = ['content-type', 'allow', 'access-control-allow-origin', 'access-control-allow-methods']

interface Sitting {
  readonly request: RecordedRequest
  readonly moments: Moments
}

function drawLine(text: string, sitting: Sitting): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return text
  }
  return draw(value, '', sitting)
}

type Draw = (value: unknown, sitting: Sitting) => unknown

/** Fields that no two answers share, with what is left of them. */
const DRAWN: Readonly<Record<string, Draw>> = {
  created_at: kindOf,
  total_duration: kindOf,
  load_duration: kindOf,
  prompt_eval_duration: kindOf,
  eval_duration: kindOf,
  eval_count: kindOf,
  response: kindOf,
  content: kindOf,
  context: kindOf,
  embedding: kindOf,
  embeddings: (value) => (Array.isArray(value) ? value.map(kindOf) : kindOf(value)),
  logprobs: kindOf,
  tensors: kindOf,
  // Where the model ends its reply is a matter of the words.
  done_reason: (value) => (value === 'stop' || value === 'length' ? 'stop or length' : value),
  // Two tokenizers count alike only what was made to measure.
  prompt_eval_count: (value, { request }) => (typeof request.body?.['note'] === 'string' ? value : kindOf(value)),
  modified_at: kindOf,
  // Layers that were made here have other digests.
  status: withoutDigests,
  error: withoutDigests,
  total: kindOf,
  // Parameters come in any order.
  modelfile: (value) => String(value).split('\n').toSorted(),
  models: (value, sitting) => (Array.isArray(value) ? drawModels(value, sitting) : kindOf(value)),
}

/** The recorder's remark that it cut a list; how far a download is, which is left out when it has only begun. */
const UNTOLD = ['context_cut', 'completed']

function draw(value: unknown, key: string, sitting: Sitting): unknown {
  const drawn = DRAWN[key]
  if (drawn !== undefined) return drawn(value, sitting)
  if (Array.isArray(value)) return value.map((item) => draw(item, '', sitting))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => !UNTOLD.includes(name))
  // A line of progress names a layer; elsewhere a digest is the one of a model.
  const isLayer = 'status' in value
  return Object.fromEntries(
    entries.map(([name, item]) => [name, isLayer && name === 'digest' ? kindOf(item) : draw(item, name, sitting)]),
  )
}

/** A list is sorted by itself when the order of its models, made in the same second, is left to chance. */
function drawModels(models: readonly Readonly<Record<string, unknown>>[], sitting: Sitting): unknown {
  if (sitting.request.path === '/api/tags') {
    const sorted = models.toSorted((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1))
    return draw(sorted, '', sitting)
  }
  return models.map((model) => ({
    ...model,
    // What a model takes in memory is the machine's affair.
    size: kindOf(model['size']),
    expires_at: expiry(String(model['expires_at']), sitting.moments.get(String(model['name']))),
  }))
}

function withoutDigests(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(/(sha256[:-]|^pulling )[0-9a-f]{12,}/g, '$1…') : value
}

/** The JSON type, of all that is inside too; of a list that of its first entry. */
function kindOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [kindOf(value[0])]
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, kindOf(item)]))
}

const FAR_AWAY = Date.UTC(2300, 0)
const HALF_SECOND_MS = 500

/** To half a second, counted from the model's latest answer: keep_alive is the same on every machine. */
function expiry(time: string, answeredAt: number | undefined): string {
  const at = Date.parse(time)
  if (at > FAR_AWAY) return `in the year ${new Date(at).getUTCFullYear()}`
  if (answeredAt === undefined) return 'some time'
  return `after ${Math.round((at - answeredAt) / HALF_SECOND_MS) / 2} s`
}
