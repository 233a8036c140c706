import { describe, expect, test } from 'vitest'
import { emailChannel, parseMailboxes, parseSmtpUrl } from '../src/alerts/delivery/email-address.ts'
import { parseChannels } from '../src/alerts/delivery/parse-channels.ts'

const token = 'AbCdEfGhIjKlMnOpQrStUvWx'

test.each([
  [`https://hooks.slack.com/services/T0AB/B0CD/${token}`, 'slack'],
  [`https://discord.com/api/webhooks/123456789012345678/${token}`, 'discord'],
  [`https://ptb.discord.com/api/webhooks/123456789012345678/${token}`, 'discord'],
  [`https://prod-7.westus.logic.azure.com:443/workflows/${token}/triggers/manual/paths/invoke?sig=${token}`, 'teams'],
  [
    `https://a1.b2.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/x?sig=${token}`,
    'teams',
  ],
  [`https://ntfy.sh/${token}`, 'ntfy'],
  [`https://ntfy.example.com/base/${token}`, 'ntfy'],
  [`https://gotify.example.com/?token=${token}`, 'gotify'],
  [`https://api.telegram.org/bot123:${token}/sendMessage?chat_id=-100`, 'telegram'],
  [`https://events.eu.pagerduty.com/v2/enqueue?routing_key=${token}`, 'pagerduty'],
  [`http://192.168.1.4:8080/hooks/${token}`, 'webhook'],
  [`slack+https://chat.example.com/hooks/${token}`, 'slack'],
  [`NTFY+http://10.0.0.2/${token}`, 'ntfy'],
  ['https://hooks.slack.com.example.com/x', 'webhook'],
])('%s is of the kind %s', (text, kind) => {
  const [channel, ...others] = parseChannels(text)
  expect(channel?.kind).toBe(kind)
  expect(others).toEqual([])
  expect(`${channel?.target} ${channel?.id}`).not.toContain(token)
  if (text.includes(token)) expect(channel?.secrets).toContain(token)
})

describe('what a receiver needs goes where it reads it', () => {
  const read = (text: string) => parseChannels(text)[0]

  test('the topic and the token of ntfy', () => {
    expect(read('https://ntfy.sh/my-topic')).toMatchObject({ fields: { topic: 'my-topic' }, headers: {} })
    expect(read('https://ntfy.sh/my-topic')?.url.href).toBe('https://ntfy.sh/')
    expect(read('ntfy+https://:tk_abc@box/push/my-topic')?.url.href).toBe('https://box/push')
    expect(read('ntfy+https://:tk_abc@box/my-topic')?.headers).toEqual({ authorization: 'Bearer tk_abc' })
    expect(read('ntfy+https://ann:p%40ss@box/my-topic')?.headers).toEqual({
      authorization: `Basic ${Buffer.from('ann:p@ss').toString('base64')}`,
    })
  })

  test('the token of Gotify, the chat of Telegram, the key of PagerDuty', () => {
    const gotify = read('https://gotify.example.com/sub/?token=abc')
    expect([gotify?.url.href, gotify?.headers]).toEqual([
      'https://gotify.example.com/sub/message',
      { 'x-gotify-key': 'abc' },
    ])
    const telegram = read('https://api.telegram.org/bot1:abc?chat_id=@alerts')
    expect([telegram?.url.href, telegram?.fields]).toEqual([
      'https://api.telegram.org/bot1:abc/sendMessage',
      { chat_id: '@alerts' },
    ])
    const pagerduty = read('https://events.pagerduty.com/?routing_key=abc')
    expect([pagerduty?.url.href, pagerduty?.fields]).toEqual([
      'https://events.pagerduty.com/v2/enqueue',
      { routing_key: 'abc' },
    ])
  })
})

test('several are told apart, and a name is the id', () => {
  const channels = parseChannels('https://a.example/x?list=1,2, slack+https://b.example/y#ops ,https://a.example/z')
  expect(channels.map(({ url }) => url.href)).toEqual([
    'https://a.example/x?list=1,2',
    'https://b.example/y',
    'https://a.example/z',
  ])
  expect(channels[1]).toMatchObject({ id: 'ops', target: 'https://b.example/… (ops)' })
  expect(channels[0]?.id).not.toBe(channels[2]?.id)
  // The same after a restart: what waits is found again.
  expect(parseChannels('https://a.example/z')[0]?.id).toBe(channels[2]?.id)
})

test.each([
  ['ftp://a.example/x', /^comma-separated http or https addresses/],
  ['a.example/x', /^comma-separated/],
  ['https://a.example/x y', /^comma-separated/],
  ['pigeon+https://a.example/x', /^addresses whose kind, before the "\+", is one of webhook, slack/],
  ['email+https://a.example/x', /^addresses whose kind/],
  ['https://a.example/x#not a name', /^comma-separated/],
  ['https://a.example/x#a/b', /^addresses whose name/],
  ['https://a.example/x,https://a.example/x', /^different addresses/],
  ['https://a.example/x#one,https://b.example/x#one', /^different addresses/],
  ['https://ntfy.sh', /^an ntfy address that ends in a topic/],
  ['https://gotify.example.com/', /^a Gotify address with its token/],
  ['https://api.telegram.org/bot1:abc/sendMessage', /^a Telegram address/],
  ['https://api.telegram.org/?chat_id=1', /^a Telegram address/],
  ['https://events.pagerduty.com/v2/enqueue', /^a PagerDuty address/],
  ['https://contoso.webhook.office.com/webhookb2/x', /^another address for Teams/],
  [Array.from({ length: 21 }, (_, index) => `https://a.example/${index}`).join(), /^at most 20/],
])('%s is refused with what is allowed', (text, allowed) => {
  expect(() => parseChannels(text)).toThrow(allowed)
})

describe('mail', () => {
  test('has a server, a port and whether TLS comes first', () => {
    expect(parseSmtpUrl('smtps://ann%40x:p%2Fw@mail.example')).toEqual({
      smtp: { host: 'mail.example', port: 465, secure: true, auth: { user: 'ann@x', pass: 'p/w' } },
      secrets: ['p/w', 'p%2Fw'],
    })
    expect(parseSmtpUrl('smtp://[::1]:2525').smtp).toEqual({ host: '::1', port: 2525, secure: false, auth: null })
    for (const text of [
      'mail.example',
      'https://mail.example',
      'smtp://',
      'smtp://a:%@b',
      'smtp://a?tls.rejectUnauthorized=false',
    ])
      expect(() => parseSmtpUrl(text)).toThrow(/^an address such as smtps/)
  })

  test('goes to plain addresses, which can hold no other header', () => {
    expect(parseMailboxes('ann@example.com, bob@example.com')).toEqual(['ann@example.com', 'bob@example.com'])
    for (const text of ['ann', 'Ann <ann@example.com>', 'a@b\nBcc: c@d', 'a@b;c@d', 'a b@c', ''])
      expect(() => parseMailboxes(text)).toThrow(/^at most 20 comma-separated/)
    const channel = emailChannel(parseSmtpUrl('smtp://u:secret-password@mail.example'), 'me@example.com', [
      'ann@example.com',
    ])
    expect(channel.target).toBe('ann@example.com by mail.example')
  })
})
