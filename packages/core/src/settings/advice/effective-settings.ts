import {
  droppedFields,
  type EffectiveSettings,
  type ModelSettings,
  type SettingField,
  type SettingOrigin,
  settingFields,
} from '@ollama-dashboard/contracts'
import { type ModelProfile, traitsOf } from '../../memory/model-profiles.ts'
import { runnerOptions } from '../../models/actions/runner-options.ts'
import { effectiveContext } from '../../models/effective-context.ts'

export interface EffectiveInput {
  readonly saved: ModelSettings
  readonly profile: ModelProfile
  /** What the server does when nobody says. */
  readonly server: ModelSettings
}

type Option = EffectiveSettings['options'][number]

/** Each option with the value in force: as saved, else as the model brings it along, else as the server has it. */
export function effectiveOptions({ saved, profile, server }: EffectiveInput): Option[] {
  const traits = traitsOf(profile)
  // A chat asks no other model to.
  const canThink = traits.capabilities?.includes('thinking') ?? false
  const inForce = (field: SettingField, value: unknown, origin: SettingOrigin) => ({
    value: field === 'num_ctx' && typeof value === 'number' ? effectiveContext(value, traits) : value,
    origin,
  })
  return settingFields
    .filter((field) => !droppedFields.includes(field))
    .map((field) => {
      const modelfile = field === 'system' ? (profile.system ?? undefined) : profile.parameters[field]
      const withoutSaved =
        modelfile === undefined
          ? inForce(field, server[field] ?? null, 'server')
          : inForce(field, modelfile, 'modelfile')
      const isSent = saved[field] !== undefined && (field !== 'think' || canThink)
      const { value, origin } = isSent ? inForce(field, saved[field], 'saved') : withoutSaved
      return { field, value, origin, reloads: reloading.has(field), without_saved: withoutSaved }
    })
}

const reloading: ReadonlySet<string> = new Set(runnerOptions)
