import { type HostAccess, readNumber } from '../host-access.ts'

export interface Sensors {
  readonly temperature_celsius: number | null
  readonly power_watts: number | null
}

/**
 * What the sensors of a device tell: the temperature of its edge before that of its hottest spot, as vendors show it.
 * Temperatures are in thousandths of a degree, power is in millionths of a watt. Source: kernel documentation, hwmon.
 */
export async function readSensors(host: HostAccess, device: string): Promise<Sensors> {
  const [sensor] = await host.list(`${device}/hwmon`)
  if (sensor === undefined) return { temperature_celsius: null, power_watts: null }
  const folder = `${device}/hwmon/${sensor}`
  const labels = await Promise.all(
    ['temp1', 'temp2', 'temp3'].map(async (name) => ({ name, label: await host.readText(`${folder}/${name}_label`) })),
  )
  const chosen =
    labels.find(({ label }) => label === 'edge') ?? labels.find(({ label }) => label === 'junction') ?? labels[0]
  const [temperature, average, power] = await Promise.all([
    readNumber(host, `${folder}/${chosen?.name}_input`),
    readNumber(host, `${folder}/power1_average`),
    readNumber(host, `${folder}/power1_input`),
  ])
  const watts = average ?? power
  return {
    temperature_celsius: temperature === null ? null : temperature / 1000,
    power_watts: watts === null ? null : watts / 1_000_000,
  }
}
