import { type CoreOptions, type Managed, ManagerFailed } from '@ollama-dashboard/core'

const commands = { start: 'start', stop: 'stop', restart: 'restart' }

const managed: Managed = {
  manager: 'process',
  isRunning: true,
  pid: 42,
  uptimeSeconds: 1,
  evidence: 'A test runs it.',
  refusal: null,
  commands,
  start: async () => {},
  stop: async () => {
    throw new ManagerFailed('It cannot be stopped.', ['time=2026-01-01T00:00:00Z level=ERROR msg="still busy"'])
  },
  restart: async () => {},
  log: {
    kind: 'output',
    name: 'ollama serve',
    command: 'cat log',
    async *read() {
      yield [{ text: 'time=2026-01-01T00:00:00Z level=INFO msg="Listening on 127.0.0.1:11434"', at: null }]
    },
  },
}

/** A simulated server that can be told to start again, has a log, and cannot be stopped. */
export const controlledService: Pick<CoreOptions, 'service' | 'findManager'> = {
  service: { control: 'auto', autoStart: false, program: null, environment: {}, hide: (text) => text },
  findManager: async () => managed,
}
