import type { SettingReason } from '@ollama-dashboard/contracts'
export const recommendSampling = (_: {
  name: string
  family: string | null
  families: readonly string[]
  capabilities: readonly string[]
  parameterSize: string | null
}): { readonly reasons: readonly SettingReason[] } => ({ reasons: [] })
