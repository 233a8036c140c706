// Exits with 0 while the dashboard of this container answers. The image has nothing else to ask it with.
import http from 'node:http'
import https from 'node:https'

const { HOST = '', PORT = '5000', HTTPS_ENABLED = '' } = process.env
const limitMs = 4000

const isTls = /^(?:true|1|yes|on)$/i.test(HTTPS_ENABLED.trim())
const everywhere = ['', '0.0.0.0', '::']
const request = (isTls ? https : http).get({
  host: everywhere.includes(HOST) ? '127.0.0.1' : HOST,
  port: PORT,
  path: '/health',
  signal: AbortSignal.timeout(limitMs),
  // Its certificate is for another name, and what is asked never leaves the container.
  rejectUnauthorized: false,
})
request.on('response', ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))
request.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
