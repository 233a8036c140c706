import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { apiProblem, ownRule, ruleOf, showAlerts } from './show-alerts.tsx'

const vram = ruleOf('vram_high')
const rules = page.getByRole('table', { name: 'Alert rules' })
const dialog = page.getByRole('dialog')

beforeEach(() => page.viewport(1440, 900))

async function edit(title: string) {
  await rules.getByRole('button', { name: `Edit rule ${title}` }).click()
  await expect.element(dialog).toBeVisible()
}

test('each rule tells its limit, its severity, what it is now and how it stands', async () => {
  await showAlerts({
    rules: [
      vram,
      ruleOf('cut', {
        title: 'Prompt cut',
        metric: null,
        comparison: null,
        threshold: null,
        unit: 'count',
        window_seconds: 3600,
        for_seconds: 0,
        value: 3,
        state: 'firing',
      }),
      ruleOf('refused', {
        title: 'Refused',
        metric: null,
        comparison: null,
        threshold: 3,
        unit: 'count',
        window_seconds: 60,
        for_seconds: 0,
        value: 1,
      }),
      ruleOf('spill', { title: 'On CPU', metric: null, comparison: null, threshold: null, unit: 'percent', value: 0 }),
      ruleOf('ratio', {
        title: 'Cache',
        metric: null,
        comparison: 'below',
        threshold: 70,
        enabled: false,
        state: 'off',
      }),
      ownRule,
    ],
  })
  const row = (name: RegExp) => rules.getByRole('row', { name })
  await expect.element(row(/^VRAM/)).toMatchTextContent(/> 95 % for 5 min.*Warning.*61 %.*Quiet/)
  await expect.element(row(/^Prompt cut/)).toMatchTextContent(/any in 1 h.*3 in 1 h.*Firing/)
  await expect.element(row(/^Refused/)).toMatchTextContent(/≥ 3 over 1 min.*1 in 1 min.*Quiet/)
  await expect.element(row(/^On CPU/)).toMatchTextContent(/None.*Quiet/)
  await expect.element(row(/^Cache/)).toMatchTextContent(/Changed.*< 70 %.*Off/)
  await expect.element(row(/^GPU too hot/)).toMatchTextContent(/Own.*> 80 °C for 1 min.*71.4 °C/)
})

test('a rule is changed with numbers as people type them; only what changed is sent', async () => {
  const { api } = await showAlerts({ rules: [vram] })
  await edit('VRAM')
  await dialog.getByRole('textbox', { name: 'Threshold' }).fill('92,5 %')
  await dialog.getByRole('textbox', { name: 'For at least' }).fill('1h 30m')
  await dialog.getByRole('radio', { name: 'Critical' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(api.asked).toEqual([
    {
      request: 'PATCH /api/observability/rules/vram_high',
      body: { threshold: 92.5, for_seconds: 5400, severity: 'critical' },
    },
  ])
  await expect.element(rules.getByRole('row', { name: /^VRAM/ })).toMatchTextContent(/> 92.5 % for 90 min/)
})

test('what cannot be read is told beside its field, and nothing is sent', async () => {
  const { api } = await showAlerts({ rules: [vram] })
  await edit('VRAM')
  await dialog.getByRole('textbox', { name: 'Threshold' }).fill('120')
  await dialog.getByRole('textbox', { name: 'For at least' }).fill('a while')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect.element(dialog.getByText('Between 0 and 100 %.')).toBeVisible()
  await expect.element(dialog.getByText('Enter a time, such as 30 s, 5 min or 1 h.')).toBeVisible()
  expect(api.asked).toEqual([])
})

test('a changed built-in rule has its defaults again', async () => {
  const { api } = await showAlerts({ rules: [{ ...vram, threshold: 80 }] })
  await edit('VRAM')
  await dialog.getByRole('button', { name: 'Restore defaults' }).click()
  await expect.element(rules.getByRole('row', { name: /^VRAM/ })).toMatchTextContent(/> 95 %/)
  expect(api.asked.at(-1)?.request).toBe('DELETE /api/observability/rules/vram_high')
})

test('a rule is made, and deleted after it was asked', async () => {
  const { api } = await showAlerts({ rules: [vram] })
  await page.getByRole('button', { name: 'New rule' }).click()
  await dialog.getByRole('button', { name: 'Make rule' }).click()
  await expect.element(dialog.getByText('Give it a name.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Slow answers')
  await dialog.getByLabelText('Watches').selectOptions('Throughput')
  await dialog.getByLabelText('Direction').selectOptions('below')
  await dialog.getByRole('textbox', { name: 'Threshold' }).fill('20 tokens/s')
  await dialog.getByRole('button', { name: 'Make rule' }).click()
  await expect.element(rules.getByRole('row', { name: /^Slow answers/ })).toBeVisible()
  expect(api.asked.at(-1)?.body).toEqual({
    title: 'Slow answers',
    metric: 'tokens_per_second',
    comparison: 'below',
    threshold: 20,
    for_seconds: 60,
    severity: 'warning',
    enabled: true,
  })
  await edit('Slow answers')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await dialog.getByRole('button', { name: 'Delete rule' }).click()
  await expect.element(rules.getByRole('row', { name: /^Slow answers/ })).not.toBeInTheDocument()
})

test('what the API refuses about a field stands beside it; the rest below the form', async () => {
  let isField = true
  await showAlerts({
    rules: [ownRule],
    answer: (request) =>
      request.startsWith('PATCH')
        ? isField
          ? apiProblem(400, 'validation_failed', 'Not valid.', [
              { path: '/body/threshold', message: 'must be at most 150' },
            ])
          : apiProblem(503, 'storage_unavailable', 'The storage cannot be written.')
        : undefined,
  })
  await edit('GPU too hot')
  await dialog.getByRole('textbox', { name: 'Threshold' }).fill('900')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect.element(dialog.getByText('must be at most 150')).toBeVisible()
  isField = false
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect.element(dialog.getByText('The storage cannot be written.')).toBeVisible()
})
