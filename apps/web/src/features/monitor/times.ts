const two = (part: number): string => String(part).padStart(2, '0')

const clockOf = (time: number): Date => new Date(time * 1000)

/** "14:32". Times are seconds since the epoch, by the clock of the person. */
export const formatMinute = (time: number): string => {
  const date = clockOf(time)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** "14:32:08" */
export const formatSecond = (time: number): string => `${formatMinute(time)}:${two(clockOf(time).getSeconds())}`

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** "25 Nov" */
export const formatDay = (time: number): string => day.format(time * 1000)

/** "25 Nov, 14:00" */
export const formatDayMinute = (time: number): string => `${formatDay(time)}, ${formatMinute(time)}`
