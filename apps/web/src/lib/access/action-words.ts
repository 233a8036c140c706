import type { ApiContract } from '@ollama-dashboard/contracts'

type Names<G extends keyof ApiContract> = Partial<Record<keyof ApiContract[G], string>>

interface ActionGroup {
  readonly heading: string
  readonly names: Readonly<Record<string, string>>
}

/** What the page calls what somebody did, by the groups of the contract. */
export const actionGroups: Readonly<Record<string, ActionGroup>> = {
  models: {
    heading: 'Models',
    names: {
      start: 'Start',
      stop: 'Stop',
      restart: 'Restart',
      pull: 'Pull',
      delete: 'Delete',
      copy: 'Copy',
      bulkStart: 'Start several',
      bulkStop: 'Stop several',
      bulkDelete: 'Delete several',
    } satisfies Names<'models'>,
  },
  settings: {
    heading: 'Settings',
    names: {
      save: 'Save settings',
      remove: 'Remove settings',
      reset: 'Reset settings',
      copy: 'Copy settings',
      applyAllRecommended: 'Apply to all',
      undoApply: 'Undo apply to all',
      import: 'Import settings',
      migrate: 'Import old settings',
      export: 'Export settings',
    } satisfies Names<'settings'>,
  },
  conversations: {
    heading: 'Conversations',
    names: {
      list: 'Read chats of others',
      get: 'Read chat of another',
      followReply: 'Follow reply of another',
      save: 'Save chat',
      update: 'Rename or pin chat',
      delete: 'Delete chat',
      deleteAll: 'Delete all chats',
      import: 'Import chats',
    } satisfies Names<'conversations'>,
  },
  presets: {
    heading: 'Presets',
    names: { create: 'Save preset', replace: 'Change preset', delete: 'Delete preset' } satisfies Names<'presets'>,
  },
  alerts: {
    heading: 'Alerts',
    names: {
      resolve: 'Resolve alert',
      mute: 'Mute alert',
      unmute: 'Unmute alert',
      addRule: 'Make rule',
      changeRule: 'Change rule',
      removeRule: 'Delete rule',
      test: 'Send test message',
    } satisfies Names<'alerts'>,
  },
  service: {
    heading: 'Ollama',
    names: { start: 'Start Ollama', stop: 'Stop Ollama', restart: 'Restart Ollama' } satisfies Names<'service'>,
  },
  jobs: { heading: 'Jobs', names: { cancel: 'Cancel job', retry: 'Retry job' } satisfies Names<'jobs'> },
  keys: {
    heading: 'Keys',
    names: {
      create: 'Make key',
      update: 'Change key',
      rotate: 'Rotate key',
      revoke: 'Revoke key',
    } satisfies Names<'keys'>,
  },
  roles: {
    heading: 'Roles',
    names: { create: 'Make role', update: 'Change role', delete: 'Delete role' } satisfies Names<'roles'>,
  },
  session: { heading: 'Signing in', names: { create: 'Sign in', delete: 'Sign out' } satisfies Names<'session'> },
  sessions: { heading: 'Sessions', names: { end: 'Sign a browser out' } satisfies Names<'sessions'> },
  access: { heading: 'Access', names: { sign_in: 'Failed sign-in' } },
  application: {
    heading: 'Dashboard',
    names: {
      reload: 'Restart dashboard',
      restart: 'Read everything again',
      kill: 'End the process',
    } satisfies Names<'application'>,
  },
  audit: { heading: 'Audit log', names: { export: 'Export audit log' } satisfies Names<'audit'> },
}

const partsOf = (action: string): readonly [group: string, name: string] => {
  const dot = action.indexOf('.')
  return [action.slice(0, dot), action.slice(dot + 1)]
}

/** "Save settings" for `settings.save`; an operation of another version of the dashboard as it is. */
export function actionWords(action: string): string {
  const [group, name] = partsOf(action)
  const known = Object.hasOwn(actionGroups, group) ? actionGroups[group] : undefined
  return known && Object.hasOwn(known.names, name) ? (known.names[name] ?? action) : action
}

/** The same for a filter, which may also be a whole group: "Models, all" for `models.*`. */
export function actionFilterWords(action: string): string {
  const [group, name] = partsOf(action)
  if (name !== '*' || !Object.hasOwn(actionGroups, group)) return actionWords(action)
  return `${actionGroups[group]?.heading}, all`
}

/** Of these the target is a model. */
export const isAboutModel = (action: string): boolean => /^(?:models|settings)\./.test(action)
export const isAboutKey = (action: string): boolean => action.startsWith('keys.')
export const isAboutSettings = (action: string): boolean => action.startsWith('settings.')
