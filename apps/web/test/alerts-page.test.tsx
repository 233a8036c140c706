import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { putAway } from './in-outage.ts'
import { alertOf, channelOf, deliveryOf, muteOf, resolvedAlert, showAlerts, unreachable } from './show-alerts.tsx'

const cut = alertOf('cut')
const firing = page.getByRole('region', { name: 'Firing' })
const articleOf = (name: string | RegExp) => firing.getByRole('article', { name })

beforeEach(() => page.viewport(1440, 900))

test('what fires is told with its figures, the worst first, and counted in the rail', async () => {
  await showAlerts({ alerts: [cut, unreachable] })
  await expect.element(articleOf('Ollama is unreachable')).toBeVisible()
  expect(firing.getByRole('article').elements()[0]?.textContent).toContain('Ollama is unreachable')
  await expect
    .element(articleOf('Prompts are being cut on qwen3:14b'))
    .toMatchTextContent(/the longest 21,870\..*Warning, since .*, 3 times, newest .*, delivered/)
  await expect.element(page.getByText('2 firing, 0 resolved')).toBeVisible()
  await expect
    .element(page.getByRole('link', { name: /Alerts 2 firing, at least one critical/ }).first())
    .toBeInTheDocument()
})

test('with nothing wrong, the page says so', async () => {
  await showAlerts()
  await expect.element(firing.getByText('Nothing is wrong')).toBeVisible()
  await expect.element(page.getByText('No alerts yet')).toBeVisible()
  await expect.element(page.getByText('Nothing is muted')).toBeVisible()
  await expect.element(page.getByText('Nobody is told of alerts yet.')).toBeVisible()
})

test('while the dashboard is away nothing that fired is no promise that nothing does', async () => {
  const { client } = await showAlerts()
  await expect.element(page.getByText('Nothing is wrong')).toBeVisible()
  putAway(client, 'dashboard')
  await expect.element(page.getByText('Nothing was wrong when the dashboard last answered')).toBeVisible()
  await expect.element(page.getByText(/^Last known: None firing/)).toBeVisible()
})

test('a severity leaves those alerts alone, and stands in the address', async () => {
  const { router } = await showAlerts({ alerts: [cut, unreachable] })
  await page.getByRole('button', { name: 'Critical' }).click()
  await expect.element(articleOf('Ollama is unreachable')).toBeVisible()
  await expect.element(articleOf(/Prompts/)).not.toBeInTheDocument()
  expect(router.state.location.search).toMatchObject({ severity: 'critical' })
  await page.getByRole('button', { name: 'Info' }).click()
  await firing.getByRole('button', { name: 'Show all 2' }).click()
  await expect.element(articleOf(/Prompts/)).toBeVisible()
})

test('an alert is muted for an hour, and unmuted by the notice', async () => {
  const { api } = await showAlerts({ alerts: [cut] })
  await articleOf(/Prompts/)
    .getByRole('button', { name: /^Mute/ })
    .click()
  await page.getByRole('menuitem', { name: 'For 1 hour' }).click()
  await expect.element(articleOf(/Prompts/)).toMatchTextContent(/muted until \d\d:\d\d|muted until \w{3} \d\d:\d\d/)
  await expect.element(page.getByText('None firing, 1 muted, 0 resolved')).toBeVisible()
  const { until } = (api.asked[0]?.body ?? {}) as { readonly until: string }
  expect(Math.abs(Date.parse(until) - Date.now() - 3_600_000)).toBeLessThan(60_000)
  await page.getByRole('button', { name: 'Unmute', exact: true }).click()
  await expect.poll(() => api.asked.at(-1)?.request).toBe('DELETE /api/observability/mutes/mute-cut')
})

test('a time to mute until is chosen, and one that is over is refused', async () => {
  const { api } = await showAlerts({ alerts: [cut] })
  await articleOf(/Prompts/)
    .getByRole('button', { name: /^Mute/ })
    .click()
  await page.getByRole('menuitem', { name: 'Until a chosen time…' }).click()
  const field = page.getByLabelText('Day and time')
  await field.fill('2020-01-01T00:00')
  await page.getByRole('dialog').getByRole('button', { name: 'Mute' }).click()
  await expect.element(page.getByText('Choose a time to come.')).toBeVisible()
  expect(api.asked).toEqual([])
  const day = new Date(Date.now() + 3 * 86_400_000)
  const local = new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  await field.fill(local)
  await page.getByRole('dialog').getByRole('button', { name: 'Mute' }).click()
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  expect(api.asked.at(-1)?.body).toEqual({ until: new Date(local).toISOString() })
})

test('a resolved alert goes to the history, with who resolved it', async () => {
  await showAlerts({ alerts: [cut] })
  await articleOf(/Prompts/)
    .getByRole('button', { name: /^Resolve/ })
    .click()
  const history = page.getByRole('table', { name: 'Resolved alerts' })
  await expect
    .element(history.getByRole('row', { name: /Prompts are being cut/ }))
    .toMatchTextContent(/by API_KEY_ADMIN/)
  await expect.element(firing.getByText('Nothing is wrong')).toBeVisible()
})

test('the history is read page by page', async () => {
  const alerts = Array.from({ length: 25 }, (_, index) => resolvedAlert(`old-${index}`, { title: `Trouble ${index}` }))
  await showAlerts({ alerts })
  const table = page.getByRole('table', { name: 'Resolved alerts' })
  await expect.element(table.getByText('Trouble 19')).toBeInTheDocument()
  await expect.element(table.getByText('Trouble 20')).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Load more' }).click()
  await expect.element(table.getByText('Trouble 24')).toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Load more' })).not.toBeInTheDocument()
})

test('channels tell whether messages arrive; a test message says what the receiver answered', async () => {
  const ntfy = channelOf('ntfy', {
    kind: 'ntfy',
    target: 'ntfy.home.lan/ollama',
    waiting: 2,
    attempt: 2,
    last_error: 'Connection refused',
    next_attempt_at: new Date(Date.now() + 30_000).toISOString(),
  })
  await showAlerts({ channels: [channelOf('slack'), ntfy], deliveries: [deliveryOf('a')] })
  const channels = page.getByRole('region', { name: 'Channels' })
  await expect.element(channels.getByText(/^Delivered /)).toBeVisible()
  await expect.element(channels.getByText('Try 3 of 5')).toBeVisible()
  await expect
    .element(channels.getByText(/^Connection refused, again in 0:[0-3]\d\. 2 messages wait in order\.$/))
    .toBeVisible()
  await channels.getByRole('button', { name: 'Send a test' }).click()
  await expect.element(channels.getByText('Test delivered: status 200')).toBeVisible()
  await expect.element(channels.getByText('Test not delivered: status 200')).toBeVisible()
  await channels.getByRole('button', { name: 'Newest messages' }).click()
  await expect.element(page.getByRole('dialog', { name: 'Newest messages' }).getByText('Delivered')).toBeVisible()
})

test('what is muted tells until when and by whom, and is unmuted', async () => {
  const { api } = await showAlerts({ mutes: [muteOf('m')] })
  const muted = page.getByRole('region', { name: 'Muted' })
  await expect.element(muted.getByText(/^Until .*, by API_KEY_OPERATOR$/)).toBeVisible()
  await muted.getByRole('button', { name: 'Unmute: VRAM above 95 %' }).click()
  await expect.element(muted.getByText('Nothing is muted')).toBeVisible()
  expect(api.asked.at(-1)?.request).toBe('DELETE /api/observability/mutes/m')
})

test('a viewer sees it all but the channels, and is told what is missing', async () => {
  await showAlerts({ role: 'viewer', alerts: [cut], mutes: [muteOf('m')] })
  await expect.element(articleOf(/Prompts/).getByRole('button', { name: /^Mute.*needs operator/ })).toBeDisabled()
  await expect.element(articleOf(/Prompts/).getByRole('button', { name: /^Resolve.*needs operator/ })).toBeDisabled()
  await expect.element(page.getByRole('button', { name: /^New rule/ })).toBeDisabled()
  await expect.element(page.getByText(/^Needs the role operator: where messages go/)).toBeVisible()
})

test('without the right to see alerts the page is locked', async () => {
  await showAlerts({ session: { role: 'night-shift', permissions: ['models.available'] } })
  await expect.element(page.getByText('Your role night-shift does not include: See alerts.')).toBeVisible()
})

test('a link to an alert leads to it', async () => {
  const many = Array.from({ length: 12 }, (_, index) =>
    alertOf(`a${index}`, { title: `Trouble ${index}`, model: null }),
  )
  await showAlerts({ alerts: many, path: '/alerts?alert=a9' })
  await expect.element(articleOf('Trouble 9')).toHaveFocus()
  await expect.element(articleOf('Trouble 9')).toBeInViewport()
})

test('the keyboard mutes', async () => {
  const { api } = await showAlerts({ alerts: [cut] })
  const mute = articleOf(/Prompts/).getByRole('button', { name: /^Mute/ })
  await expect.element(mute).toBeVisible()
  mute.element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('menuitem', { name: 'For 1 hour' })).toBeVisible()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  await expect.poll(() => api.asked.length).toBe(1)
})
