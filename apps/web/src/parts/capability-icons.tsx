import { Brain, Eye, type LucideIcon, Waypoints, Wrench } from 'lucide-react'
import type { Capability } from '../lib/models/capabilities.ts'

export const capabilityIcons: Readonly<Record<Capability, LucideIcon>> = {
  vision: Eye,
  tools: Wrench,
  reasoning: Brain,
  embedding: Waypoints,
}

export function CapabilityIcons({ of }: { readonly of: readonly Capability[] }) {
  if (of.length === 0) return null
  return (
    <span
      role="img"
      aria-label={of.join(', ')}
      title={of.join(', ')}
      className="inline-flex flex-none items-center gap-[7px] align-[-2px] text-ink-faint"
    >
      {of.map((capability) => {
        const Icon = capabilityIcons[capability]
        return <Icon key={capability} aria-hidden className="size-3.5" strokeWidth={1.9} />
      })}
    </span>
  )
}
