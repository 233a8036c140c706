import type { Exchange } from '../http/exchange.ts'
import type { Machine } from '../machine.ts'
import { sendJson } from '../text/reply.ts'

// A public key as the server makes one at its first start; it opens nothing.
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/** POST /api/me: nobody is signed in to ollama.com, and here is where one could. */
export function me({ scenario }: Machine, exchange: Exchange): void {
  const key = Buffer.from(PUBLIC_KEY).toString('base64url')
  const signinUrl = `https://ollama.com/connect?name=${encodeURIComponent(scenario.host)}&key=${key}`
  sendJson(exchange, 401, { error: 'unauthorized', signin_url: signinUrl })
}
