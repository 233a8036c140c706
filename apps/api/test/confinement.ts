import type { contract } from '@ollama-dashboard/contracts'

/**
 * How an operation keeps a caller whose view is narrowed to it.
 * `name`: models or a server that the request names have to be seen, or are not found.
 * `left out`: what is hidden is in no list, count, search or stream, and nothing is done with it.
 * `id`: what the id is of has to be seen, or it is not found.
 * `own`: only what lies within the caller's own permissions and grant can be given, changed or taken away.
 * `refused`: it tells of all models and servers at once, so that whoever sees some of them is refused.
 * `nothing`: it tells of no model and no server, and does nothing with one.
 */
type How = 'name' | 'left out' | 'id' | 'own' | 'refused' | 'nothing'

type Table = { readonly [F in keyof typeof contract]: { readonly [N in keyof (typeof contract)[F]]: readonly How[] } }

export const confinement: Table = {
  models: {
    running: ['name', 'left out'],
    available: ['name', 'left out'],
    activity: ['name', 'left out'],
    plan: ['name', 'left out'],
    room: ['name', 'left out'],
    residency: ['name', 'left out'],
    memoryUsage: ['name', 'left out'],
    start: ['name'],
    stop: ['name'],
    restart: ['name'],
    info: ['name'],
    status: ['name'],
    pull: ['name'],
    delete: ['name'],
    deletePreview: ['name', 'left out'],
    copy: ['name'],
    bulkStart: ['name'],
    bulkStop: ['name'],
    bulkDelete: ['name'],
  },
  catalogue: { list: ['name', 'left out'] },
  settings: {
    list: ['left out'],
    get: ['name'],
    save: ['name'],
    remove: ['name'],
    reset: ['name'],
    history: ['name'],
    effective: ['name'],
    recommended: ['name'],
    allRecommended: ['name', 'left out'],
    applyAllRecommended: ['name', 'left out'],
    undoApply: ['id'],
    copy: ['name'],
    export: ['left out'],
    import: ['name', 'left out'],
    migrate: ['name', 'left out'],
  },
  chat: { send: ['name', 'id'] },
  conversations: {
    list: ['name', 'left out'],
    save: ['name', 'id'],
    get: ['id'],
    followReply: ['id'],
    stopReply: ['id'],
    suggestTitle: ['name', 'id'],
    update: ['id'],
    delete: ['id'],
    deleteAll: ['left out'],
    import: ['left out'],
  },
  presets: { list: ['nothing'], create: ['nothing'], replace: ['nothing'], delete: ['nothing'] },
  performance: { list: ['name', 'left out'], get: ['name'] },
  jobs: { list: ['left out'], get: ['id'], cancel: ['id'], retry: ['id'] },
  system: { stats: ['nothing'], statsHistory: ['name', 'left out'], version: ['name'], test: ['nothing'] },
  fleet: { list: ['left out'] },
  service: {
    status: ['name'],
    start: ['name', 'refused'],
    stop: ['name', 'refused'],
    restart: ['name', 'refused'],
    logs: ['name', 'refused'],
  },
  doctor: { check: ['name', 'left out'] },
  observability: {
    live: ['nothing'],
    ping: ['nothing'],
    health: ['left out'],
    recentEvents: ['left out'],
    rateLimits: ['nothing'],
    events: ['left out'],
  },
  metrics: { performance: ['name', 'left out'], summary: ['name', 'left out'] },
  alerts: {
    list: ['left out'],
    recent: ['left out'],
    summary: ['left out'],
    resolve: ['id'],
    mute: ['id'],
    mutes: ['left out'],
    unmute: ['id'],
    rules: ['left out'],
    addRule: ['refused'],
    changeRule: ['refused'],
    removeRule: ['refused'],
    deliveries: ['refused'],
    test: ['refused'],
  },
  timeline: { list: ['name', 'left out'] },
  // Of keys, and a narrowed caller knows of its own alone.
  sessions: { list: ['own'], end: ['own'] },
  session: { get: ['nothing'], create: ['nothing'], delete: ['nothing'] },
  keys: {
    list: ['left out'],
    // Records that somebody sees name keys by their ids.
    names: ['nothing'],
    create: ['own'],
    update: ['own'],
    rotate: ['own'],
    revoke: ['own'],
  },
  application: { reload: ['refused'], restart: ['refused'], kill: ['refused'], remembered: ['refused'] },
  audit: { list: ['refused'], export: ['refused'], verify: ['refused'] },
  roles: { list: ['nothing'], create: ['own'], update: ['own'], delete: ['own'] },
}

/** By the ids of operations. */
export const howOf = (id: string): readonly How[] => {
  const [feature = '', name = ''] = id.split('.')
  return (confinement as Readonly<Record<string, Readonly<Record<string, readonly How[]>>>>)[feature]?.[name] ?? []
}
