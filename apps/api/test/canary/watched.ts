import { expect } from 'vitest'
import { startProgram } from '../program.ts'
import { otlpReceiver } from '../traces/otlp-receiver.ts'
import { configured, said } from './canaries.ts'
import { commandLines, createEvidence, filesIn } from './evidence.ts'
import type { Sent } from './hostile-places.ts'
import { looseOllama } from './loose-ollama.ts'

const plenty = '1000000/1s'
const answerLimitMs = 60_000

export type Headers = Readonly<Record<string, string>>
export const withKey = (key: string): Headers => ({ authorization: `Bearer ${key}` })

/** A dashboard with a secret in every place that takes one, and all that is seen of it. */
export async function watched(more: Record<string, string> = {}) {
  const ollama = await looseOllama([said.reply, said.keptReply])
  const collector = await otlpReceiver()
  const evidence = createEvidence()
  const program = await startProgram({
    HOST: '0.0.0.0',
    LOG_LEVEL: 'trace',
    API_KEY_VIEWER: configured.viewer,
    API_KEY_OPERATOR: configured.operator,
    API_KEY_ADMIN: `${configured.oldAdmin}|${configured.admin}`,
    OLLAMA_HOST: '',
    OLLAMA_INSTANCES: `main=http://ann:${configured.ollamaPassword}@${ollama.host},gpu=http://${ollama.host},far=http://${ollama.host}`,
    OLLAMA_API_KEY_GPU: configured.ollamaKey,
    OLLAMA_HEADERS_FAR: JSON.stringify({ 'X-Access': configured.ollamaHeader }),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url.replace('//', `//ann:${configured.collectorPassword}@`),
    OTEL_EXPORTER_OTLP_HEADERS: `x-access=${configured.collectorHeader}`,
    ALERT_WEBHOOK_URL: `http://${ollama.host}/services/${configured.alertToken},http://127.0.0.1:1/${configured.alertToken}`,
    ALERT_WEBHOOK_SECRET: configured.alertSecret,
    ALERT_EMAIL_TO: 'ann@example.com',
    ALERT_EMAIL_FROM: 'dashboard@example.com',
    SMTP_URL: `smtp://ann:${configured.mailPassword}@127.0.0.1:1`,
    RATE_LIMIT_MODEL_OPERATIONS: plenty,
    RATE_LIMIT_MODEL_PULL: plenty,
    RATE_LIMIT_BACKGROUND_UPDATES: plenty,
    ...more,
  })
  const url = await program.address()

  /** Sends, and notes the whole answer unless it is the one that may hold a key. */
  async function send(who: string, credentials: Headers, { method, path, headers, body }: Sent, isNoted = true) {
    const json =
      body === undefined ? {} : { body, headers: { 'content-type': 'application/json', ...credentials, ...headers } }
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { ...credentials, ...headers },
      ...json,
      redirect: 'manual',
      signal: AbortSignal.timeout(answerLimitMs),
    })
    const isEndless = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false
    const text = isEndless ? '' : await answer.text()
    if (isEndless) await answer.body?.cancel()
    const head = JSON.stringify([...answer.headers])
    if (isNoted) evidence.add(`answer ${answer.status} of ${method} ${path.slice(0, 60)} to ${who}`, `${head}\n${text}`)
    return { status: answer.status, text, headers: answer.headers, json: () => JSON.parse(text) }
  }

  /** Reads events in the background, from now until the dashboard ends. */
  async function listen(key: string) {
    const answer = await fetch(`${url}/api/events`, { headers: withKey(key) })
    let text = ''
    const read = (async () => {
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk as Uint8Array).toString()
    })().catch(() => undefined)
    return { soFar: () => text, read }
  }

  /** Ends it and adds what only then is complete. */
  async function end() {
    for (const { where, text } of await commandLines()) evidence.add(where, text)
    program.child.kill('SIGTERM')
    expect(await program.ended).toEqual({ code: 0, signal: null })
    for (const { body } of collector.requests) evidence.add('spans', body.toString('latin1'))
    evidence.add('standard output', program.printed.out)
    evidence.add('standard error', program.printed.err)
    for (const { where, text } of await filesIn(program.dataDir)) evidence.add(where, text)
  }
  return { ollama, collector, evidence, send, listen, end, program }
}
