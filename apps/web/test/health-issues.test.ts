import type { HealthComponent } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { issuesOf } from '../src/features/overview/health-issues.ts'

const part = (name: string, status: HealthComponent['status']): HealthComponent => ({
  name,
  status,
  detail: 'Ollama refused the connection.',
  since: '2026-01-02T03:04:05Z',
  checked_at: null,
})
const namesOf = (...parts: HealthComponent[]) => issuesOf(parts).map(({ name }) => name)

test('a server that does not answer is one issue, and not one for each thing that is asked of it', () => {
  const polled = ['running', 'available', 'version'].map((what) => part(`collector:default:${what}`, 'degraded'))
  expect(namesOf(part('disk', 'degraded'), part('ollama:default', 'unhealthy'), ...polled)).toEqual([
    'ollama:default',
    'disk',
  ])
})

test('what fails although its server answers, or of another server, is an issue of its own', () => {
  expect(
    namesOf(
      part('ollama:default', 'healthy'),
      part('collector:default:running', 'degraded'),
      part('ollama:gpu', 'unhealthy'),
      part('collector:gpu-2:running', 'unhealthy'),
      part('storage', 'healthy'),
    ),
  ).toEqual(['ollama:gpu', 'collector:gpu-2:running', 'collector:default:running'])
})
