/** What keeps Redis from being used, and what a person can do about it. Neither holds an address or a password. */
const failures = {
  unreachable: {
    message: 'Redis is not reachable.',
    hint: 'Start Redis, or correct the host and port in REDIS_URL.',
  },
  silent: { message: 'Redis is not responding.', hint: 'Check how busy it is, and the network to it.' },
  notLetIn: {
    message: 'Redis denied access.',
    hint: 'Correct the user and password in REDIS_URL, and what it may do.',
  },
  notSecure: {
    message: 'The TLS connection to Redis failed.',
    hint: 'Check the certificate of Redis, REDIS_CA_FILE, and whether Redis uses TLS at all.',
  },
  notReady: { message: 'Redis is not ready.', hint: 'Wait until it has started, or has another primary.' },
  full: { message: 'Redis has no memory left.', hint: 'Raise its maxmemory, or let it evict keys.' },
  refused: { message: 'Redis refused a command.', hint: 'It must be Redis 6.2 or newer, or Valkey.' },
} as const satisfies Record<string, { readonly message: string; readonly hint: string }>

type Failure = keyof typeof failures

/** By the first word of what Redis replies. */
const ofReplies: Readonly<Record<string, Failure>> = {
  WRONGPASS: 'notLetIn',
  NOAUTH: 'notLetIn',
  NOPERM: 'notLetIn',
  DENIED: 'notLetIn',
  LOADING: 'notReady',
  BUSY: 'notReady',
  READONLY: 'notReady',
  MASTERDOWN: 'notReady',
  CLUSTERDOWN: 'notReady',
  MISCONF: 'notReady',
  NOREPLICAS: 'notReady',
  TRYAGAIN: 'notReady',
  OOM: 'full',
}

export class RedisFailure extends Error {
  override readonly name = 'RedisFailure'
  readonly kind: Failure
  readonly hint: string

  constructor(kind: Failure) {
    super(failures[kind].message)
    this.kind = kind
    this.hint = failures[kind].hint
  }
}

/** Whatever the driver threw, in words of ours alone: its errors carry the commands, with the password among them. */
export const toRedisFailure = (error: unknown): RedisFailure =>
  error instanceof RedisFailure ? error : new RedisFailure(failureOf(error))

/** What the last Sentinel said is the end of what the driver says of all of them. */
const lastOfSentinels = /^All sentinels are unreachable.* Last error: (.*)$/s

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return 'unreachable'
  const code = 'code' in error ? String(error.code) : ''
  if (/CERT|TLS|SSL|SELF_SIGNED|EPROTO/.test(code)) return 'notSecure'
  const [, ofSentinel] = lastOfSentinels.exec(error.message) ?? []
  if (ofSentinel !== undefined) return ofReplies[firstWordOf(ofSentinel)] ?? 'unreachable'
  if (error.name !== 'ReplyError') return error.message === 'Command timed out' ? 'silent' : 'unreachable'
  return ofReplies[firstWordOf(error.message)] ?? 'refused'
}

const firstWordOf = (text: string): string => text.split(' ', 1)[0] ?? ''
