import { expect, test } from 'vitest'
import { readConfig } from '../src/config/config.ts'

test('servers on this machine are controlled, and none is started, unless something else is said', () => {
  expect(readConfig({}).service).toEqual({ control: 'auto', autoStart: false, program: null, environment: {} })
})

test('a rule of the system may allow what its policy in general does not', () => {
  expect(readConfig({ SERVICE_CONTROL: 'On' }).service.control).toBe('on')
})

test.each([
  [{ SERVICE_CONTROL: 'maybe' }, 'SERVICE_CONTROL is "maybe"; it must be one of auto, on, off.'],
  [{ AUTO_START_OLLAMA: 'soon' }, 'AUTO_START_OLLAMA is "soon"; it must be true or false.'],
  [{ AUTO_START_OLLAMA: 'true', SERVICE_CONTROL: 'off' }, 'AUTO_START_OLLAMA=true needs SERVICE_CONTROL=auto.'],
])('%o is refused', (env, message) => {
  expect(() => readConfig(env)).toThrow(message)
})

test('whoever has Ollama started gets no demo while it starts', () => {
  expect(readConfig({}).mayDemo).toBe(true)
  expect(readConfig({ AUTO_START_OLLAMA: 'true' }).mayDemo).toBe(false)
})

test('an Ollama gets its own variables and those of the system, and none that is meant for the dashboard', () => {
  const its = {
    PATH: '/usr/bin',
    HOME: '/home/ann',
    LC_ALL: 'C',
    OLLAMA_HOST: '0.0.0.0',
    OLLAMA_MODELS: '/models',
    CUDA_VISIBLE_DEVICES: '0',
    https_proxy: 'http://proxy:3128',
  }
  const ours = {
    API_KEY_ADMIN: 'secret',
    DATABASE_URL: 'postgres://ann:secret@localhost/dashboard',
    METRICS_TOKEN: 'a-token-for-metrics',
    OLLAMA_API_KEY: 'secret',
    OLLAMA_LOCATION: 'local',
    OLLAMA_BINARY: '/opt/ollama',
    DATA_DIR: '/data',
  }
  const { environment, program } = readConfig({ ...its, ...ours }).service
  expect(environment).toEqual(its)
  expect(program).toBe('/opt/ollama')
})
