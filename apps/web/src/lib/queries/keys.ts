/** What the keys of queries begin with: whatever is read again after a change is named by one of these. */
export const sessionKey = ['session'] as const
/** Of all browsers that are signed in. */
export const browserSessionsKey = ['sessions'] as const
export const instancesKey = ['instances'] as const
export const healthKey = ['health'] as const
export const versionKey = ['version'] as const
export const systemKey = ['system'] as const
export const eventsKey = ['events'] as const
export const serviceKey = ['service'] as const
export const doctorKey = ['doctor'] as const
export const rateLimitsKey = ['rate limits'] as const
export const jobsKey = ['jobs'] as const
export const performanceKey = ['performance'] as const
/** How operations went. */
export const operationsKey = ['operations'] as const

/** Those that the API accepts, not those of queries. */
export const apiKeyKeys = {
  all: ['keys'],
  list: ['keys', 'list'],
  names: ['keys', 'names'],
} as const

export const roleKeys = { all: ['roles'] } as const

export const modelKeys = {
  all: ['models'],
  running: ['models', 'running'],
  available: ['models', 'available'],
  activity: ['models', 'activity'],
  residency: ['models', 'residency'],
  info: ['models', 'info'],
  plan: ['models', 'plan'],
  room: ['models', 'room'],
  catalogue: ['models', 'downloadable'],
  deletePreview: ['models', 'delete'],
} as const

export const settingsKeys = {
  all: ['settings'],
  saved: ['settings', 'saved'],
  ofModel: ['settings', 'of'],
  history: ['settings', 'history'],
  effective: ['settings', 'effective'],
  recommended: ['settings', 'recommended'],
  importPlan: ['settings', 'plan'],
} as const

export const auditKeys = {
  entries: ['audit', 'entries'],
  chain: ['audit', 'chain'],
} as const

export const alertKeys = {
  all: ['alerts'],
  firing: ['alerts', 'firing'],
  resolved: ['alerts', 'resolved'],
  mutes: ['alerts', 'mutes'],
  rules: ['alerts', 'rules'],
  deliveries: ['alerts', 'deliveries'],
} as const

export const timelineKey = ['timeline'] as const

export const chatKeys = {
  all: ['chat'],
  conversations: ['chat', 'conversations'],
  conversation: ['chat', 'conversation'],
  presets: ['chat', 'presets'],
} as const
