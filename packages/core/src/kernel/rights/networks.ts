import { BlockList, isIP, isIPv4 } from 'node:net'

/** A network: addresses that begin with the same bits. */
export interface Network {
  readonly family: 'ipv4' | 'ipv6'
  readonly address: string
  readonly bits: number
}

const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i
/** Bits of an IPv6 address before the IPv4 address that it holds. */
const mappedBits = 96

/** Reads an address or a network in CIDR notation. Null for anything else. */
export function readNetwork(text: string): Network | null {
  const [address = '', length, ...more] = text.split('/')
  const family = isIP(address)
  // A zone names an interface of one machine.
  if (family === 0 || address.includes('%') || more.length > 0) return null
  if (length !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(length)) return null
  const most = family === 4 ? 32 : 128
  const bits = length === undefined ? most : Number(length)
  if (bits > most) return null
  const [, v4] = mapped.exec(address) ?? []
  if (v4 !== undefined && bits >= mappedBits) return { family: 'ipv4', address: v4, bits: bits - mappedBits }
  return { family: family === 4 ? 'ipv4' : 'ipv6', address, bits }
}

export interface Networks {
  /** Whether an address lies in one of them, an IPv4 address also as IPv6 writes it. */
  has(address: string): boolean
  /** Whether one of them holds the whole of a network. */
  covers(network: Network): boolean
}

export function networksOf(networks: readonly Network[]): Networks {
  const lists = networks.map(({ family, address, bits }) => {
    const list = new BlockList()
    list.addSubnet(address, bits, family)
    return { family, bits, list }
  })
  return {
    has(given) {
      const [plain = ''] = given.split('%')
      const address = mapped.exec(plain)?.[1] ?? plain
      if (isIP(address) === 0) return false
      const family = isIPv4(address) ? 'ipv4' : 'ipv6'
      return lists.some((one) => one.family === family && one.list.check(address, family))
    },
    covers: ({ family, address, bits }) =>
      lists.some((one) => one.family === family && one.bits <= bits && one.list.check(address, family)),
  }
}
