import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { markGroups } from '../src/features/monitor/marks/mark-groups.ts'
import { marksOf } from '../src/features/monitor/marks/mark-words.ts'
import { MarksPanel } from '../src/features/monitor/marks/marks-panel.tsx'
import { timelineEntry } from './monitor-fixtures.ts'
import '../src/styles.css'

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 25, 11, minute)).toISOString()
const seconds = (time: string): number => Date.parse(time) / 1000
const axis = { from: seconds(at(0)), to: seconds(at(60)) }

const version = timelineEntry('v', at(30), {
  kind: 'version',
  type: 'ollama.version',
  before: '0.32.14',
  after: '0.32.15',
  speeds: [
    { instance: 'default', model: 'llama3.2:3b', before: 65.12, after: 57.9, change_percent: -11.1 },
    { instance: 'default', model: 'qwen3:14b', before: 30, after: null, change_percent: null },
  ],
})
const alert = timelineEntry('a', at(10), {
  kind: 'alert',
  type: 'alert.firing',
  ended_at: at(20),
  severity: 'critical',
  detail: 'Ollama has not answered for 30 s.',
})

test('a new version tells how fast models were before and after', () => {
  const [mark] = marksOf([version])
  expect(mark?.title).toBe('Ollama 0.32.14 → 0.32.15')
  expect(mark?.facts).toEqual([
    'llama3.2:3b 65.1 → 57.9 tokens/s, 11 % slower',
    'qwen3:14b 30.0 tokens/s before, not measured since',
  ])
})

test('an alert goes on for a while, and says what it saw', () => {
  const [mark] = marksOf([alert])
  expect([mark?.title, mark?.tone, mark?.until]).toEqual([
    'Ollama has not answered for 30 s.',
    'broken',
    seconds(at(20)),
  ])
})

test('a reload says why, and a restart what restarted', () => {
  const marks = marksOf([
    timelineEntry('r', at(5), {
      kind: 'reload',
      type: 'model.reloaded',
      model: 'qwen3:14b',
      detail: 'context 4,096 → 16,384',
    }),
    timelineEntry('s', at(6)),
    timelineEntry('d', at(7), { kind: 'version', type: 'model.digest', model: 'qwen3:14b', before: 'a1', after: 'b2' }),
  ])
  expect(marks.map(({ title, facts }) => [title, ...facts])).toEqual([
    ['qwen3:14b reloaded', 'context 4,096 → 16,384'],
    ['Dashboard started'],
    ['qwen3:14b changed'],
  ])
})

test('what is too close to be told apart is one mark, and what is not shown is none', () => {
  const marks = marksOf([version, timelineEntry('b', at(31)), alert, timelineEntry('x', at(90))])
  expect(markGroups(marks, axis).map(({ marks }) => marks.map(({ id }) => id))).toEqual([['a'], ['v', 'b']])
})

test('the newest is told at once, and the arrow keys lead to the others', async () => {
  await render(<MarksPanel marks={marksOf([version, alert])} span={axis} isTable={false} />)
  await expect.element(page.getByText('Ollama 0.32.14 → 0.32.15')).toBeVisible()
  await userEvent.tab()
  await expect.element(page.getByRole('button', { name: /0\.32\.15, llama3\.2:3b/ })).toHaveFocus()
  await userEvent.keyboard('{ArrowLeft}')
  await expect.element(page.getByRole('button', { name: /has not answered/ })).toHaveFocus()
  await expect.element(page.getByText('Ollama has not answered for 30 s.')).toBeVisible()
  await expect.element(page.getByText('Ollama 0.32.14 → 0.32.15')).not.toBeInTheDocument()
})

test('as a table all of them are told, newest first', async () => {
  await render(<MarksPanel marks={marksOf([version, alert])} span={axis} isTable />)
  const rows = page.getByRole('row').elements()
  expect(rows.map(({ textContent }) => textContent?.includes('0.32.15'))).toEqual([false, true, false])
})
