import type { Managed } from '../src/service/managed.ts'

/** A server that systemd runs, and what was asked of systemd in `done`. */
export function managedBy(more: Partial<Managed> = {}) {
  const done: string[] = []
  const act = (action: string) => async () => void done.push(action)
  const managed: Managed = {
    manager: 'systemd',
    isRunning: true,
    pid: 42,
    uptimeSeconds: 3600,
    evidence: 'The unit ollama.service of systemd runs it.',
    refusal: null,
    commands: {
      start: 'sudo systemctl start ollama',
      stop: 'sudo systemctl stop ollama',
      restart: 'sudo systemctl restart ollama',
    },
    start: act('start'),
    stop: act('stop'),
    restart: act('restart'),
    ...more,
  }
  return { managed, done }
}
