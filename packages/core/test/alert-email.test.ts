import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { emailChannel, parseSmtpUrl } from '../src/alerts/delivery/email-address.ts'
import { createSender } from '../src/alerts/delivery/sender.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { alertOf, contentOf } from './alert-message.ts'

/** A real mail server; it ends with the test. */
async function mailServer(options: SMTPServerOptions = {}) {
  const mails: { readonly from: string; readonly to: readonly string[]; readonly text: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text: Buffer.concat(parts).toString() })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { mails, port: (server.server.address() as AddressInfo).port }
}

function senderTo(address: string) {
  const channel = emailChannel(parseSmtpUrl(address), 'dashboard@example.com', ['ann@example.com', 'bob@example.com'])
  const sender = createSender(channel, { channels: [channel] }, systemClock)
  onTestFinished(() => sender[Symbol.asyncDispose]())
  const content = contentOf(alertOf({ title: 'Prompts are cut on é\r\nBcc: eve@example.com' }))
  const message = { id: 'message-1', channel: channel.id, content, createdAt: '2026-01-01T00:00:00.000Z' }
  return () => sender.attempt(message, new AbortController().signal)
}

test('a mail arrives at everybody, as text, and text of others makes no header', async () => {
  const { mails, port } = await mailServer()
  const attempt = senderTo(`smtp://127.0.0.1:${port}`)
  expect(await attempt()).toEqual({ delivered: true, detail: 'Accepted for 2 of 2' })
  expect(await attempt()).toMatchObject({ delivered: true })
  const [mail, again] = mails
  expect([mail?.from, mail?.to]).toEqual(['dashboard@example.com', ['ann@example.com', 'bob@example.com']])
  const [head = '', body = ''] = (mail?.text ?? '').split('\r\n\r\n')
  expect(head).not.toMatch(/^bcc:/im)
  expect(head).toMatch(/^Message-ID: <message-1@example.com>$/im)
  expect(head).toMatch(/^References: <alert-alert-1@example.com>$/im)
  expect(head).toMatch(/^Auto-Submitted: auto-generated$/im)
  expect(head).toMatch(/^Content-Type: text\/plain; charset=utf-8$/im)
  expect(body).toContain('Start Ollama')
  const idOf = (text = '') => /^Message-ID: .*$/im.exec(text)?.[0]
  expect(idOf(again?.text)).toBe(idOf(mail?.text))
})

test.each([
  [550, true],
  [451, false],
])('a mail that the server answers with %i is given up: %s', async (code, isFinal) => {
  const refused = Object.assign(new Error('Not this one'), { responseCode: code })
  const { port } = await mailServer({ onMailFrom: (_, __, done) => done(refused) })
  expect(await senderTo(`smtp://127.0.0.1:${port}`)()).toMatchObject({
    delivered: false,
    detail: `SMTP ${code} Not this one`,
    isFinal,
  })
})

test('a password is never sent in the clear', async () => {
  const asked: string[] = []
  const { port } = await mailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ password }, _, done) {
      asked.push(password ?? '')
      done(null, { user: 'ann' })
    },
  })
  expect(await senderTo(`smtp://ann:mail-password@127.0.0.1:${port}`)()).toMatchObject({ delivered: false })
  expect(asked).toEqual([])
})

test('a mail server that is not there is told as that', async () => {
  expect(await senderTo('smtp://127.0.0.1:1')()).toMatchObject({
    delivered: false,
    detail: 'The connection was refused.',
  })
})
