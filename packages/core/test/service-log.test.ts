import { expect, test } from 'vitest'
import { createHide } from '../src/kernel/hidden-secrets.ts'
import { createLogReader } from '../src/service/log/log-reader.ts'
import { gpuMessages } from '../src/service/log/messages-of-gpus.ts'
import { modelMessages } from '../src/service/log/messages-of-models.ts'
import { serverMessages } from '../src/service/log/messages-of-the-server.ts'

const { tell } = createLogReader(createHide(['a-secret-of-ours']))
const told = (...texts: readonly string[]) => tell(texts.map((text) => ({ text, at: null })))
const textsOf = (...texts: readonly string[]) => told(...texts).map(({ text }) => text)

const hidden = 'Not shown: with OLLAMA_DEBUG, this may be part of a prompt or a reply.'

test.each([
  ['time=2026-01-01T01:00:00.5+01:00 level=WARN source=sched.go:1 msg="x"', '2026-01-01T00:00:00.500Z', 'warn'],
  ['time=2026-01-01T00:00:00Z level=DEBUG source=sched.go:1 msg="x"', '2026-01-01T00:00:00.000Z', 'debug'],
  ['[GIN] 2026/01/01 - 00:00:00 | 200 |     1.2ms |       127.0.0.1 | GET      "/api/tags"', null, 'info'],
  ['[GIN] 2026/01/01 - 00:00:00 | 404 |     1.2ms |       127.0.0.1 | POST     "/api/show"', null, 'warn'],
  ['[GIN] 2026/01/01 - 00:00:00 | 500 |     1.2ms |       127.0.0.1 | POST     "/api/chat"', null, 'error'],
  ['Error: listen tcp 127.0.0.1:11434: bind: address already in use', null, 'error'],
  ['load_tensors: offloading 28 repeating layers to GPU', null, null],
])('time and level are read from %j', (text, at, level) => {
  expect(told(text)).toEqual([expect.objectContaining({ at, level, text })])
})

test('the time of whoever keeps the log counts before that of the line', () => {
  const [line] = tell([{ text: '[GIN] 2026/01/01 - 00:00:00 | 200 | 1ms | ::1 | GET "/"', at: 1000 }])
  expect(line?.at).toBe('1970-01-01T00:00:01.000Z')
})

test('colours and control characters are gone, empty lines too, and long lines are cut', () => {
  const long = `load_tensors: ${'x'.repeat(3000)}`
  expect(textsOf('\u001b[31mred\u001b[0m\u0000 bell\u0007', '', '  ', long)).toEqual([
    'red  bell',
    `${long.slice(0, 2000)}…`,
  ])
})

test.each([
  ['a secret of the dashboard', 'token a-secret-of-ours', 'token …'],
  ['a password in an address', 'HTTPS_PROXY:http://ann:p4ss@proxy:3128', 'HTTPS_PROXY:http://…@proxy:3128'],
  ['a header', 'Authorization: Bearer abc.def', 'Authorization: Bearer …'],
  [
    'a variable',
    'map[HF_TOKEN:hf_123 OLLAMA_DEBUG:false OPENAI_API_KEY=sk-1 OLLAMA_AUTH_TOKEN: ]',
    'map[HF_TOKEN:… OLLAMA_DEBUG:false OPENAI_API_KEY=… OLLAMA_AUTH_TOKEN: ]',
  ],
])('%s is hidden', (_, text, shown) => {
  expect(textsOf(text)).toEqual([shown])
})

test.each([
  [
    'of a debug line only the message is shown',
    'time=2026-01-01T00:00:00Z level=DEBUG source=server.go:1 msg="completion request" images=0 prompt="my diagnosis is"',
    'time=2026-01-01T00:00:00Z level=DEBUG source=server.go:1 msg="completion request"',
  ],
  [
    'of a trace line too',
    'time=2026-01-01T00:00:00Z level=TRACE source=bytepairencoding.go:1 msg=encoded string="my diagnosis is" ids="[1 2]"',
    'time=2026-01-01T00:00:00Z level=TRACE source=bytepairencoding.go:1 msg=encoded',
  ],
  [
    'of other lines, values that hold texts are hidden',
    'time=2026-01-01T00:00:00Z level=ERROR source=x.go:1 msg="tool call failed" content="my \\"diagnosis\\" is" id=1',
    'time=2026-01-01T00:00:00Z level=ERROR source=x.go:1 msg="tool call failed" content=… id=1',
  ],
  [
    'the length of a prompt is none',
    'time=2026-01-01T00:00:00Z level=WARN source=runner.go:187 msg="truncating input prompt" limit=4096 prompt=5000 keep=4 new=4096',
    'time=2026-01-01T00:00:00Z level=WARN source=runner.go:187 msg="truncating input prompt" limit=4096 prompt=5000 keep=4 new=4096',
  ],
  [
    'a request as a runner writes it down is left out',
    'srv  log_server_r: request:  {"messages":[{"role":"user","content":"my diagnosis is"}]}',
    hidden,
  ],
])('%s', (_, text, shown) => {
  expect(textsOf(text)).toEqual([shown])
})

test('once debug lines show that OLLAMA_DEBUG is on, lines of an unknown form are left out, and told once', () => {
  const debug = 'time=2026-01-01T00:00:00Z level=DEBUG source=a.go:1 msg="x"'
  expect(textsOf('<|user|> my diagnosis is', 'cancer')).toEqual(['<|user|> my diagnosis is', 'cancer'])
  expect(
    textsOf('<|user|> my diagnosis is', 'cancer', debug, 'ggml_cuda_init: found 1 CUDA devices', 'panic: x'),
  ).toEqual([hidden, debug, 'ggml_cuda_init: found 1 CUDA devices', 'panic: x'])
})

test.each([
  ['Error: listen tcp 127.0.0.1:11434: bind: address already in use', 'Another program uses the port'],
  [
    'time=2026-01-01T00:00:00Z level=INFO source=types.go:60 msg="inference compute" id=cpu library=cpu compute=""',
    'Ollama found no GPU',
  ],
  [
    'time=2026-01-01T00:00:00Z level=WARN source=runner.go:187 msg="truncating input prompt" limit=4096 prompt=5000',
    'longer than the context',
  ],
  [
    'ggml_backend_cuda_buffer_type_alloc_buffer: allocating 900 MiB on device 0: cudaMalloc failed: out of memory',
    'need more memory',
  ],
  [
    'time=2026-01-01T00:00:00Z level=INFO source=sched.go:1 msg="Load failed" error="llama-server process has terminated: exit status 1: error loading model: unknown model architecture: \'new\'"',
    'Update Ollama.',
  ],
  [
    'time=2026-01-01T00:00:00Z level=INFO source=sched.go:1 msg="Load failed" error="llama-server reported out-of-memory during startup: ggml_gallocr_reserve_n failed"',
    'need more memory',
  ],
  [
    'time=2026-01-01T00:00:00Z level=INFO source=server.go:1 msg="model requires more system memory than is currently available, evicting a model to make space" required="9 GiB"',
    'unloads another one',
  ],
  ['open /dev/kfd: permission denied', 'groups render and video'],
])('%j is explained', (text, explanation) => {
  expect(told(text)[0]?.explanation).toContain(explanation)
})

test('no message is hidden behind a more general one', () => {
  for (const { text, explanation } of [...serverMessages, ...gpuMessages, ...modelMessages])
    expect(told(text.replaceAll('…', 'x'))[0]?.explanation, text).toBe(explanation)
})

test('what is not known is not explained', () => {
  const [line] = told(
    'time=2026-01-01T00:00:00Z level=INFO source=types.go:60 msg="inference compute" id=GPU-1 library=CUDA',
  )
  expect(line?.explanation).toBeNull()
})
