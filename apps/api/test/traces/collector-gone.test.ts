import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Health } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { sources, startProgram } from '../program.ts'
import { otlpReceiver } from './otlp-receiver.ts'

const preload = join(import.meta.dirname, '..', 'fixtures', 'loaded-modules.mjs')

/** The packages of others that a dashboard with this environment loads until it is ready and has answered. */
async function packagesWith(env: Record<string, string>): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'modules-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const list = join(folder, 'list')
  const variables = { NODE_OPTIONS: `--import=${preload}`, LOADED_MODULES: list, ...env }
  const { address } = await startProgram(variables, { file: sources })
  const url = await address()
  expect((await fetch(`${url}/api/models/running`)).status).toBeLessThan(600)
  const names = (await readFile(list, 'utf8')).matchAll(/\/node_modules\/((?:@[^/\n]+\/)?[^/.@\n][^/\n]*)\//g)
  return [...new Set(Array.from(names, ([, name]) => name ?? ''))]
}

test('OpenTelemetry is loaded where spans are sent somewhere, and nothing of it elsewhere', async () => {
  const { url } = await otlpReceiver()
  const isOptional = (name: string) => /opentelemetry|pino-pretty/.test(name)
  const without = await packagesWith({ OTEL_SERVICE_NAME: 'mine' })
  expect(without).toContain('fastify')
  expect(without.filter(isOptional)).toEqual([])
  const disabled = await packagesWith({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SDK_DISABLED: 'true' })
  expect(disabled.filter(isOptional)).toEqual([])
  const collected = await packagesWith({ OTEL_EXPORTER_OTLP_ENDPOINT: url, LOG_FORMAT: 'pretty' })
  expect(collected).toEqual(expect.arrayContaining(['@opentelemetry/sdk-trace', 'pino-pretty']))
})

test.each([
  ['answers nothing', { answer: null }, 'did not answer in time'],
  ['refuses what it gets', { answer: 403 }, 'answered 403'],
  ['is not there', null, 'cannot be reached (ECONNREFUSED)'],
])(
  'a collector that %s keeps no request and no end waiting; health and one line of the log tell of it',
  async (_, receiver, said) => {
    const endpoint = receiver ? (await otlpReceiver(receiver)).url : 'http://127.0.0.1:1'
    const { address, child, ended, printed } = await startProgram({
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_TIMEOUT: '100',
    })
    const url = await address()
    const traces = async () => {
      const { components } = (await (await fetch(`${url}/api/health`)).json()) as Health
      return components.find(({ name }) => name === 'traces')
    }
    expect(await traces()).toMatchObject({ status: 'healthy', detail: 'Nothing was sent yet.' })
    // More than are collected at most before some are sent.
    for (let round = 0; round < 600; round += 1) expect((await fetch(`${url}/api/health`)).status).toBe(200)
    await expect
      .poll(traces, { timeout: 30_000 })
      .toMatchObject({ status: 'degraded', detail: expect.stringContaining(said) })

    child.kill('SIGTERM')
    expect(await ended).toEqual({ code: 0, signal: null })
    expect(printed.err.match(/Traces are not delivered/g)).toHaveLength(1)
  },
)

test('spans go to the address of traces alone, with its headers, compressed where that is asked for', async () => {
  const receiver = await otlpReceiver({ answer: 204 })
  const address = new URL(receiver.url)
  address.username = 'me'
  address.password = 'the-password'
  address.pathname = '/otlp/here'
  const { printed, child, ended, ...program } = await startProgram({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address.href,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b,x-other=c',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    LOG_LEVEL: 'trace',
  })
  await fetch(`${await program.address()}/api/models/running`)
  child.kill('SIGTERM')
  await ended
  expect(receiver.requests[0]).toMatchObject({
    path: '/otlp/here',
    headers: {
      'x-tenant': 'a b',
      'x-other': 'c',
      'content-encoding': 'gzip',
      authorization: `Basic ${Buffer.from('me:the-password').toString('base64')}`,
    },
  })
  expect(printed.out + printed.err).not.toContain('the-password')
})
