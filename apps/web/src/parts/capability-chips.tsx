import { type Capability, capabilities } from '../lib/models/capabilities.ts'
import { Chip } from '../ui/chip.tsx'
import { capabilityIcons } from './capability-icons.tsx'

export interface CapabilityChipsProps {
  /** Selected capabilities; undefined for none. */
  readonly chosen: readonly Capability[] | undefined
  readonly onChange: (chosen: readonly Capability[] | undefined) => void
}

/** A filter for each thing that a model can do. */
export function CapabilityChips({ chosen = [], onChange }: CapabilityChipsProps) {
  const toggle = (capability: Capability) => {
    const next = chosen.includes(capability) ? chosen.filter((one) => one !== capability) : [...chosen, capability]
    onChange(next.length > 0 ? next : undefined)
  }
  return capabilities.map((capability) => (
    <Chip
      key={capability}
      icon={capabilityIcons[capability]}
      isOn={chosen.includes(capability)}
      onToggle={() => toggle(capability)}
    >
      {`${capability[0]?.toUpperCase()}${capability.slice(1)}`}
    </Chip>
  ))
}
