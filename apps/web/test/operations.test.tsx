import type { Operations } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { formatRate, formatSeconds, operationName } from '../src/features/monitor/operations/operation-names.ts'
import { OperationsPanel } from '../src/features/monitor/operations/operations-panel.tsx'
import { operation } from './monitor-fixtures.ts'
import '../src/styles.css'

const trace = '0af7651916cd43dd8448eb211c80319c'
const operations: Operations = {
  range: '24h',
  operations: [
    operation('start', { anomalies: 1 }),
    operation('collector:running', { threshold_seconds: 5, success_rate_percent: 99.99 }),
  ],
  anomalies: [
    {
      operation: 'start',
      model: 'llama3.3:70b',
      instance: 'default',
      seconds: 41,
      threshold_seconds: 30,
      at: '2026-11-25T13:50:00Z',
      trace_id: trace,
    },
  ],
}

test('an operation has its figures in a row, and its anomalies open with their evidence', async () => {
  await page.viewport(1200, 800)
  await render(<OperationsPanel operations={operations} />)
  const rows = page.getByRole('row')
  await expect.element(rows.nth(1)).toBeVisible()
  const cells = [...(rows.nth(1).element().querySelectorAll('th, td') ?? [])].map(({ textContent }) => textContent)
  expect(cells).toEqual(['Start', '38', '37', '97.3', '2.9', '3.8', '41.0', '41.0', '1 over 30 s'])
  await expect.element(page.getByRole('rowheader', { name: 'Polling running models' })).toBeVisible()
  await expect.element(page.getByText('llama3.3:70b')).not.toBeInTheDocument()
  await page.getByRole('button', { name: '1 over 30 s' }).click()
  await expect.element(page.getByText('llama3.3:70b').first()).toBeVisible()
  await expect.element(page.getByText('41 s, 30 s at most').first()).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Copy trace id' })).toBeVisible()
})

test('on a phone an operation is a card', async () => {
  await page.viewport(390, 800)
  await render(<OperationsPanel operations={operations} />)
  await page.getByRole('button', { name: /^Start/ }).click()
  await expect.element(page.getByText('37 of 38')).toBeVisible()
  await expect.element(page.getByText('41 s, 30 s at most').last()).toBeVisible()
  await page.viewport(1200, 800)
})

test('an operation of a kind that is new has a name too', () => {
  expect(operationName('collector:blob_sizes')).toBe('Polling blob sizes')
  expect(operationName('full_restart')).toBe('Full restart')
})

test('seconds have as many digits as tell them apart, and almost all are not all', () => {
  expect([0, 0.001, 0.2, 2.94, 61, 188.4, 1860, null].map(formatSeconds)).toEqual([
    '0.0',
    '< 0.01',
    '0.2',
    '2.9',
    '61.0',
    '188',
    '1,860',
    '—',
  ])
  expect([100, 99.99, 97.37, 0, null].map(formatRate)).toEqual(['100', '99.9', '97.3', '0.0', '—'])
})
