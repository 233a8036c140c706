import type { Endpoint } from '@ollama-dashboard/contracts'

export interface Sent {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Stands for a secret in what `misplaced` makes. */
export const placeholder = 'PLACEHOLDER'

export const withSecret = (sent: Sent, secret: string): Sent =>
  JSON.parse(JSON.stringify(sent).replaceAll(placeholder, secret))

/** Requests to an endpoint that have a secret where it does not belong, and are refused for that or for another reason. */
export function misplaced({ method, path, params, query, body }: Endpoint): Sent[] {
  const known = path.replaceAll(/:\w+/g, 'nobody')
  const parts = Object.keys(params?.['properties'] ?? {}).map((name) => ({
    method,
    path: path.replace(`:${name}`, placeholder).replaceAll(/:\w+/g, 'nobody'),
  }))
  const asked = [...Object.keys(query?.['properties'] ?? {}), 'key', placeholder].map((name) => ({
    method,
    path: `${known}?${name}=${placeholder}`,
  }))
  const odd = [
    'x-request-id',
    'user-agent',
    'referer',
    'origin',
    'cookie',
    'if-match',
    'if-none-match',
    'traceparent',
    'last-event-id',
    'x-forwarded-for',
    'content-type',
    'accept-language',
  ]
  const headers = odd.map((name) => ({
    method,
    path: `${known}?unknown=1`,
    headers: { [name]: name === 'cookie' ? `od_session=${placeholder}` : placeholder },
    ...(body && { body: '{}' }),
  }))
  const bodies = [
    placeholder,
    `{"${placeholder}":1}`,
    `{"model":["${placeholder}"]}`,
    `"${placeholder}"`,
    `{"unknown":"${placeholder}"`,
  ].map((text) => ({ method, path: known, body: text }))
  return [...parts, ...asked, ...headers, ...(body ? bodies : [])]
}

/** Requests whose body has a secret wherever the endpoint takes a text. What it answers with success is the caller's own. */
export function inEveryField({ method, path, body }: Endpoint, secret: string): Sent[] {
  if (!body) return []
  const known = path.replaceAll(/:\w+/g, 'nobody')
  const texts = Object.entries<{ type?: string }>(body['properties'] ?? {}).filter(([, { type }]) => type === 'string')
  return texts.map(([name]) => {
    const usual = {
      model: 'nobody',
      models: ['nobody'],
      prompt: 'Hi',
      name: 'Name',
      role: 'viewer',
      system: 'Be short.',
      messages: [],
    }
    const own = Object.fromEntries(Object.entries(usual).filter(([key]) => key in body['properties']))
    return { method, path: known, body: JSON.stringify({ ...own, [name]: secret }) }
  })
}
