import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeEnv, nodeFlags } from '../package/node-flags.mjs'
import { root } from '../run.mjs'

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')
const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found)

const { version } = JSON.parse(textOf('package.json')) as { version: string }
const dockerfile = textOf('docker/Dockerfile')
const compose = textOf('docker/compose.yaml')
const unit = textOf('docker/systemd/ollama-dashboard.service')
const chart = 'docker/helm/ollama-dashboard'

/** Variables of the dashboard: a test of the API proves this list complete. */
const documented = new Set(
  matches(textOf('docs/CONFIGURATION.md'), /^\| (`[A-Z].*?`) +\|/gm).flatMap((cell) =>
    matches(cell, /`([A-Z_0-9]+)`/g),
  ),
)

/** What is set for whoever runs the dashboard, and not for the dashboard. */
const ofOthers = ['NVIDIA_VISIBLE_DEVICES', 'NVIDIA_DRIVER_CAPABILITIES', 'PATH', ...Object.keys(nodeEnv)]

const namesSet: Readonly<Record<string, readonly string[]>> = {
  'docker/Dockerfile': matches(dockerfile, /^(?:ENV| {3}) ([A-Z_]+)=/gm),
  'docker/compose.yaml': matches(compose.slice(0, compose.indexOf('x-ollama:')), /^ {4}([A-Z_]+): /gm),
  'docker/systemd/ollama-dashboard.service': matches(unit, /^Environment=(.*)$/gm).flatMap((line) =>
    matches(line, /([A-Z_]+)=/g),
  ),
  [`${chart}/templates/statefulset.yaml`]: matches(
    textOf(`${chart}/templates/statefulset.yaml`),
    /- name: ([A-Z_]+)$/gm,
  ),
  ...Object.fromEntries(
    globSync(`${chart}/ci/*.yaml`, { cwd: root }).map((file) => [file, matches(textOf(file), /^ +([A-Z_]+): /gm)]),
  ),
}

test.each(Object.keys(namesSet))('%s sets no variable that the dashboard does not read', (file) => {
  const names = namesSet[file]?.filter((name) => !ofOthers.includes(name)) ?? []
  expect(names.filter((name) => !documented.has(name))).toEqual([])
  if (!file.includes('/ci/')) expect(names).not.toEqual([])
})

test('the chart and the image of compose have the version of the repository', () => {
  expect(matches(textOf(`${chart}/Chart.yaml`), /^(?:version|appVersion): (.+)$/gm)).toEqual([version, version])
  expect(matches(compose, /^ {2}image: ollama-dashboard:(.+)$/gm)).toEqual([version])
})

test('the image has the Node that the dashboard is tested with, started as elsewhere', () => {
  expect(matches(dockerfile, /^ARG NODE_VERSION=(.+)$/gm)).toEqual([process.versions.node])
  const [entrypoint = ''] = matches(dockerfile, /^ENTRYPOINT (.+)$/gm)
  expect(JSON.parse(entrypoint)).toEqual(['node', ...nodeFlags, '/app/apps/api/dist/main.js'])
  for (const [name, value] of Object.entries(nodeEnv)) expect(dockerfile).toContain(`${name}=${value}`)
})

test('image, compose, chart and unit agree on port and folder', () => {
  const [port] = matches(dockerfile, /^EXPOSE (\d+)$/gm)
  expect(matches(dockerfile, / PORT=(\d+)/g)).toEqual([port])
  expect(compose).toContain(`:${port}"`)
  expect(matches(textOf(`${chart}/templates/statefulset.yaml`), /containerPort: (\d+)/g)).toEqual([port])
  expect(matches(textOf('docker/prometheus/prometheus.yml'), /ollama-dashboard:(\d+)/g)).toEqual([port])
  const [folder] = matches(dockerfile, / DATA_DIR=(\S+)/g)
  expect(compose).toContain(`dashboard:${folder}\n`)
  expect(textOf(`${chart}/templates/statefulset.yaml`)).toContain(`mountPath: ${folder}\n`)
  const [state] = matches(unit, /^StateDirectory=(.+)$/gm)
  expect(unit).toContain(`DATA_DIR=/var/lib/${state} `)
})

test('every file that the image and compose take from the repository is there', () => {
  const copied = matches(dockerfile, /^COPY (?!--from)(.+) \S+$/gm).flatMap((files) => files.split(' '))
  const mounted = matches(compose, /^ +- \.\/(\S+?):/gm).map((file) => `docker/${file}`)
  expect(mounted).not.toEqual([])
  expect([...copied, ...mounted].filter((file) => !existsSync(join(root, file)))).toEqual([])
})

test('a network that lets nobody else in lets in the pod of helm test', () => {
  for (const template of ['networkpolicy.yaml', 'tests/answers.yaml'])
    expect(textOf(`${chart}/templates/${template}`), template).toContain('include "dashboard.testLabels"')
})

test('example.env has what compose.yaml asks for, and nothing else', () => {
  const asked = new Set(matches(compose, /\$\{([A-Z_]+)/g)).add('METRICS_TOKEN').add('COMPOSE_PROFILES')
  expect(new Set(matches(textOf('docker/example.env'), /^#?([A-Z_]+)=/gm))).toEqual(asked)
})

const answers = [
  ['serves', 200, 0],
  ['fails', 503, 1],
] as const

test.each(answers)(
  'the health check of the image, where the dashboard %s (%i), exits with %i',
  async (_, status, code) => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/health' ? status : 404
      response.end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const bound = server.address()
    const port = typeof bound === 'object' ? bound?.port : null
    expect(await healthCheck({ HOST: '0.0.0.0', PORT: `${port}` })).toBe(code)
    server.close()
    await once(server, 'close')
    expect(await healthCheck({ HOST: '0.0.0.0', PORT: `${port}` })).toBe(1)
  },
)

async function healthCheck(env: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, [join(root, 'docker/healthcheck.mjs')], { env, stdio: 'ignore' })
  const [code] = await once(child, 'exit')
  return code
}
