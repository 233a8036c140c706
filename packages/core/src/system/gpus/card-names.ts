import type { HostAccess } from '../host-access.ts'
import type { DrmCard } from './drm-cards.ts'

const amdLists = ['/usr/share/libdrm/amdgpu.ids', '/opt/amdgpu/share/libdrm/amdgpu.ids']
const pciLists = ['/usr/share/hwdata/pci.ids', '/usr/share/misc/pci.ids', '/var/lib/pciutils/pci.ids']

/**
 * What a card is sold as: the lists that Mesa and pciutils install; null where none has it. A list is read once for
 * each card, since it does not change.
 */
export function createCardNames(host: HostAccess) {
  const known: { readonly card: DrmCard; readonly name: Promise<string | null> }[] = []

  async function look({ vendorId, deviceId, revision }: DrmCard): Promise<string | null> {
    if (vendorId === null || deviceId === null) return null
    if (vendorId === '0x1002') {
      for (const path of amdLists) {
        const name = nameInAmdList((await host.readText(path)) ?? '', bare(deviceId), bare(revision ?? ''))
        if (name !== null) return name
      }
    }
    for (const path of pciLists) {
      const name = nameInPciList((await host.readText(path)) ?? '', bare(vendorId), bare(deviceId))
      if (name !== null) return name
    }
    return null
  }

  return (card: DrmCard): Promise<string | null> => {
    const before = known.find((one) => isSameKind(one.card, card))
    if (before) return before.name
    const name = look(card)
    known.push({ card, name })
    return name
  }
}

const isSameKind = (one: DrmCard, other: DrmCard): boolean =>
  one.vendorId === other.vendorId && one.deviceId === other.deviceId && one.revision === other.revision

/** Lines such as "744C,	C8,	AMD Radeon RX 7900 XTX". */
function nameInAmdList(list: string, device: string, revision: string): string | null {
  for (const line of list.split('\n')) {
    const [id = '', rev = '', ...name] = line.split(',')
    if (id.trim().toLowerCase() === device && rev.trim().toLowerCase() === revision)
      return name.join(',').trim() || null
  }
  return null
}

/** A vendor at the beginning of a line, and below it its devices behind a tab: "	56a0  DG2 [Arc A770]". */
function nameInPciList(list: string, vendor: string, device: string): string | null {
  const start = list.indexOf(`\n${vendor}  `)
  if (start < 0) return null
  const lines = list.slice(start + 1, start + 1_000_000).split('\n')
  for (const line of lines.slice(1)) {
    if (line !== '' && !line.startsWith('\t') && !line.startsWith('#')) return null
    if (!line.startsWith(`\t${device}  `)) continue
    const name = line.slice(device.length + 3).trim()
    const sold = name.indexOf('[')
    return sold >= 0 && name.endsWith(']') ? name.slice(sold + 1, -1) : name
  }
  return null
}

const bare = (id: string): string => id.replace(/^0x/, '')
