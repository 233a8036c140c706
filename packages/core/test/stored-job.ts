import type { Job } from '@ollama-dashboard/contracts'

export const storedJob = (more: Partial<Job> = {}): Job => ({
  id: 'stored',
  kind: 'pull',
  model: 'smollm2:135m',
  instance: 'default',
  state: 'running',
  progress: null,
  error: null,
  attempts: 1,
  created_at: '2026-01-01T00:00:00.000Z',
  started_at: '2026-01-01T00:00:01.000Z',
  finished_at: null,
  ...more,
})
