import { expect, test } from 'vitest'
import { readConfig } from '../src/config/config.ts'
import { secretsIn } from '../src/config/secrets.ts'

const token = 'AbCdEfGhIjKlMnOpQrStUvWx'

test('messages about alerts go where the environment says, and none of it is shown', () => {
  const config = readConfig({
    ALERT_WEBHOOK_URL: `https://hooks.slack.com/services/T0/B0/${token}#ops, ntfy+https://:tk_${token}@push.example/topic`,
    ALERT_WEBHOOK_SECRET: 'a-secret-of-the-webhook',
    ALERT_EMAIL_TO: 'ann@example.com',
    ALERT_EMAIL_FROM: 'dashboard@example.com',
    SMTP_URL: 'smtps://ann:mail-password@smtp.example.com',
    ALERT_PUBLIC_URL: 'https://box.example.com/dash',
    HTTPS_PROXY: 'proxy.example:3128',
    https_proxy: 'http://me:proxy-password@proxy.example:3128',
    NO_PROXY: 'push.example',
  })
  const { alerts } = config
  expect(alerts.channels.map(({ kind, target }) => [kind, target])).toEqual([
    ['slack', 'https://hooks.slack.com/… (ops)'],
    ['ntfy', 'https://push.example/…'],
    ['email', 'ann@example.com by smtp.example.com'],
  ])
  expect(alerts.publicUrl?.href).toBe('https://box.example.com/dash/')
  expect(alerts.proxy).toEqual({ https: 'http://me:proxy-password@proxy.example:3128', except: 'push.example' })
  expect(secretsIn(config)).toEqual(
    expect.arrayContaining([token, `tk_${token}`, 'a-secret-of-the-webhook', 'mail-password', 'proxy-password']),
  )
})

test.each([
  [{ ALERT_WEBHOOK_URL: `ftp://box/${token}` }, 'ALERT_WEBHOOK_URL is set to another value (not shown)'],
  [{ ALERT_WEBHOOK_SECRET: 'short' }, 'it must be a secret of at least 16 characters'],
  [{ ALERT_EMAIL_TO: 'ann@example.com' }, 'ALERT_EMAIL_TO needs SMTP_URL too'],
  [{ ALERT_EMAIL_TO: 'ann' }, 'mail addresses, such as "ann@example.com"'],
  [{ SMTP_URL: `http://ann:${token}@box` }, 'SMTP_URL is set to another value (not shown)'],
  [{ ALERT_PUBLIC_URL: 'box/dash' }, 'the address of the dashboard'],
  [{ HTTPS_PROXY: `socks5://me:${token}@box` }, 'an http or https address of a proxy'],
])('%o stops the start with what is allowed, and no secret', (env, words) => {
  expect(() => readConfig(env)).toThrow(words)
  expect(() => readConfig(env)).not.toThrow(token)
})
