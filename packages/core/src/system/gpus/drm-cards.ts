import type { HostAccess } from '../host-access.ts'

/** A graphics card as Linux lists it in sysfs. */
export interface DrmCard {
  /** Such as `card1`. */
  readonly name: string
  /** Folder of its device. */
  readonly device: string
  /** Such as `0x1002`; null where it is not told. */
  readonly vendorId: string | null
  readonly deviceId: string | null
  readonly revision: string | null
  /** Address on the PCI bus, such as `0000:03:00.0`; else the name of the card. */
  readonly id: string
}

const folder = '/sys/class/drm'

/** The cards of this host; their outputs (`card1-HDMI-A-1`) are none. */
export async function listDrmCards(host: HostAccess): Promise<readonly DrmCard[]> {
  if (host.platform !== 'linux') return []
  const cards = (await host.list(folder)).filter((name) => /^card\d+$/.test(name))
  return Promise.all(
    cards.map(async (card): Promise<DrmCard> => {
      const device = `${folder}/${card}/device`
      const read = (name: string) => host.readText(`${device}/${name}`)
      const [vendor, id, revision, uevent] = await Promise.all([
        read('vendor'),
        read('device'),
        read('revision'),
        read('uevent'),
      ])
      const slot = uevent?.split('\n').find((line) => line.startsWith('PCI_SLOT_NAME='))
      return {
        name: card,
        device,
        vendorId: vendor?.toLowerCase() ?? null,
        deviceId: id?.toLowerCase() ?? null,
        revision: revision?.toLowerCase() ?? null,
        id: slot?.slice('PCI_SLOT_NAME='.length) ?? card,
      }
    }),
  )
}
