import { join } from 'node:path'
import type { Alert } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import type { HttpChannel } from '../src/alerts/delivery/channel.ts'
import { bodyOf } from '../src/alerts/delivery/formats/body-of.ts'
import { emailText } from '../src/alerts/delivery/formats/email-text.ts'
import { messageLines } from '../src/alerts/delivery/formats/message-lines.ts'
import { parseChannels } from '../src/alerts/delivery/parse-channels.ts'
import { alertOf, contentOf } from './alert-message.ts'

const addresses: Readonly<Record<HttpChannel['kind'], string>> = {
  webhook: 'https://alerts.example.com/hook',
  slack: 'https://hooks.slack.com/services/T000/B000/secret-of-slack',
  discord: 'https://discord.com/api/webhooks/123456789012345678/secret-of-discord',
  teams:
    'https://prod-01.westeurope.logic.azure.com:443/workflows/flow/triggers/manual/paths/invoke?sig=secret-of-teams',
  ntfy: 'https://ntfy.sh/my-topic',
  gotify: 'https://gotify.example.com/?token=secret-of-gotify',
  telegram: 'https://api.telegram.org/bot1234567890:secret-of-telegram/sendMessage?chat_id=-100123&message_thread_id=7',
  pagerduty: 'https://events.pagerduty.com/v2/enqueue?routing_key=0123456789abcdef0123456789abcdef',
}
const kinds = Object.keys(addresses) as HttpChannel['kind'][]

const linesOf = (alert: Alert | null) =>
  messageLines(
    alert ? contentOf(alert) : { event: 'test', title: 'Test message', text: 'Messages arrive here.', alert },
    { id: 'message-1', createdAt: '2026-01-01T00:00:31.000Z', link: 'https://box.example.com/dash/alerts' },
  )

function bodyFor(kind: HttpChannel['kind'], alert: Alert | null) {
  const [channel] = parseChannels(`${kind}+${addresses[kind]}`)
  return JSON.parse(bodyOf(linesOf(alert), channel as HttpChannel))
}

const resolved = alertOf({
  state: 'resolved',
  resolved_at: '2026-01-01T00:38:00.000Z',
  model: 'qwen3:14b',
  occurrences: 3,
})

/** What a model, or a server that is not one's own, could have put into a name. */
const hostile = alertOf({
  severity: 'warning',
  title: 'Prompts are cut on @everyone <!channel> <@U123> **bold** `code`\r\nBcc: eve@example.com',
  description:
    '<b>&amp;</b> [click](https://evil.example) https://evil.example @here\n# heading\n- point\n\u202egnp.exe \u0000\u001b[31m \ud800 <at>Ann</at> _under_ ~~gone~~ ||spoiler||',
  instance: 'lab" ; drop',
  model: 'evil/<script>alert(1)</script>:@all',
})

test.each(kinds)('the bodies for %s are the recorded ones', async (kind) => {
  const bodies = {
    firing: bodyFor(kind, alertOf()),
    resolved: bodyFor(kind, resolved),
    test: bodyFor(kind, null),
    hostile: bodyFor(kind, hostile),
  }
  const path = join(import.meta.dirname, 'fixtures', 'alert-bodies', `${kind}.txt`)
  await expect(`${JSON.stringify(bodies, null, 2)}\n`).toMatchFileSnapshot(path)
})

test('the mails are the recorded ones, and their subject is one line', async () => {
  const mails = [alertOf(), resolved, null, hostile].map((alert) => emailText(linesOf(alert)))
  for (const { subject } of mails) expect(subject).not.toMatch(/[\r\n]/)
  const path = join(import.meta.dirname, 'fixtures', 'alert-bodies', 'email.txt')
  const text = mails.map(({ subject, text }) => `Subject: ${subject}\n\n${text}`).join('---\n')
  await expect(text).toMatchFileSnapshot(path)
})

/** Every text in a value. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : []

describe('text of others', () => {
  test('calls nobody and turns no text around, anywhere', () => {
    for (const kind of kinds.filter((one) => one !== 'webhook')) {
      const text = textsIn(bodyFor(kind, hostile)).join('\n')
      expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
      expect(text.isWellFormed()).toBe(true)
    }
    for (const kind of ['slack', 'discord', 'telegram'] as const) {
      const { blocks: _, ...read } = bodyFor(kind, hostile)
      expect(textsIn(read).join('\n')).not.toMatch(/@\w/)
    }
    expect(bodyFor('discord', hostile).allowed_mentions).toEqual({ parse: [] })
  })

  test('is no markup where the receiver reads any', () => {
    const { text, blocks } = bodyFor('slack', hostile)
    expect(text).toContain('&lt;!channel&gt;')
    expect(text).toContain('&lt;b&gt;&amp;amp;&lt;/b&gt;')
    const links = JSON.stringify(blocks).match(/"mrkdwn","text":"[^"]*"/g)
    expect(links).toEqual(['"mrkdwn","text":"<https://box.example.com/dash/alerts|Open dashboard>"'])
    const [embed] = bodyFor('discord', hostile).embeds
    expect(embed.title).toContain('\\*\\*bold\\*\\* \\`code\\`')
    expect(embed.description).toContain('\\[click\\]\\(https\\://evil.example\\)')
    // Without parse_mode Telegram reads none.
    expect(Object.keys(bodyFor('telegram', hostile))).not.toContain('parse_mode')
    const card = bodyFor('teams', hostile).attachments[0].content
    expect(new Set(card.body.map(({ type }: { type: string }) => type))).toEqual(new Set(['RichTextBlock']))
  })

  test('is cut where the receiver would refuse it, and never within a character or an escape', () => {
    const long = alertOf({
      title: '🙂*&'.repeat(1000),
      description: `${'🙂*<&'.repeat(5000)}`,
      model: '🙂'.repeat(500),
    })
    for (const kind of kinds) expect(textsIn(bodyFor(kind, long)).every((text) => text.isWellFormed())).toBe(true)

    const slack = bodyFor('slack', long)
    expect(slack.blocks[0].text.text.length).toBeLessThanOrEqual(150)
    for (const { text } of slack.blocks) expect(text?.text.length ?? 0).toBeLessThanOrEqual(3000)
    expect(slack.text).toMatch(/(?:&amp;|&lt;|\*|🙂)…$/u)
    const [embed] = bodyFor('discord', long).embeds
    expect(embed.title.length).toBeLessThanOrEqual(256)
    expect(embed.description.length).toBeLessThanOrEqual(4096)
    expect(embed.title.length + embed.description.length + embed.footer.text.length).toBeLessThanOrEqual(6000)
    expect(embed.description).not.toMatch(/(?<!\\)\\…$/)
    const telegram = bodyFor('telegram', long)
    expect(telegram.text.length).toBeLessThanOrEqual(4096)
    expect(telegram.text.slice(0, telegram.entities[0].length)).toMatch(/…$/)
    expect(Buffer.byteLength(bodyFor('ntfy', long).message)).toBeLessThanOrEqual(4096)
    expect(bodyFor('pagerduty', long).payload.summary.length).toBeLessThanOrEqual(1024)
    expect(Buffer.byteLength(JSON.stringify(bodyFor('teams', long)))).toBeLessThan(28_000)
    expect(emailText(linesOf(long)).subject.length).toBeLessThanOrEqual(150)
  })
})

test('the messages of one alert are one incident, which ends with it', () => {
  const [firing, end] = [bodyFor('pagerduty', alertOf()), bodyFor('pagerduty', resolved)]
  expect(end.dedup_key).toBe(firing.dedup_key)
  expect([firing.event_action, end.event_action, bodyFor('pagerduty', null).event_action]).toEqual([
    'trigger',
    'resolve',
    'resolve',
  ])
})

test('without an address of the dashboard there is no link', () => {
  const lines = { ...linesOf(alertOf()), link: null }
  for (const kind of kinds) {
    const [channel] = parseChannels(`${kind}+${addresses[kind]}`)
    expect(bodyOf(lines, channel as HttpChannel)).not.toContain('box.example.com')
  }
})
