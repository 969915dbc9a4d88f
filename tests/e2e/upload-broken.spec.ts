import {
  beginAndHold,
  beginAndHoldTheEnd,
  dock,
  expect,
  isActive,
  isTheSame,
  rowOf,
  test,
  uploadsAreReady,
  withoutHandles,
} from './upload-world.ts'

const MIB = 1024 ** 2

test.beforeEach(({ page }) => withoutHandles(page))

test('offline in the middle: it waits, says so, and goes on by itself', async ({
  dashboard,
  disks,
  network,
  service,
}) => {
  const row = await beginAndHold(dashboard, network, disks.debian, 12 * MIB)
  await dashboard.context().setOffline(true)
  await expect(row).toContainText('Waiting for the network')
  network.release()
  await dashboard.context().setOffline(false)
  await isActive(row)
  await isTheSame(service, disks.debian)
})

test('connections broken in the middle: it goes on from where the server is', async ({
  dashboard,
  disks,
  network,
  service,
}) => {
  const row = await beginAndHold(dashboard, network, disks.debian, 12 * MIB)
  network.cut()
  await expect(row).toContainText('Waiting for the network – next try in')
  await expect.poll(async () => (await service.unfinished())[0]?.received).toBeGreaterThan(0)
  network.heal()
  network.release()
  await isActive(row)
  await isTheSame(service, disks.debian)
})

test('the image is made once, even when the answer to making it is lost', async ({
  dashboard,
  disks,
  network,
  service,
}) => {
  let isLost = false
  await dashboard.route('**/v2/images', async (route) => {
    if (isLost || route.request().method() !== 'POST') return route.continue()
    isLost = true
    await route.fetch()
    return route.abort('connectionreset')
  })
  const row = await beginAndHold(dashboard, network, disks.debian, 2 * MIB)
  network.release()
  await isActive(row)
  await isTheSame(service, disks.debian)
})

test('reloaded in the middle: the same file goes on, another one is refused', async ({
  dashboard,
  disks,
  network,
  service,
}) => {
  await beginAndHold(dashboard, network, disks.debian, 12 * MIB)
  await dashboard.reload()
  await uploadsAreReady(dashboard)
  const row = rowOf(dashboard, disks.debian)
  await expect(row).toContainText('Choose the file again to go on')
  const [there] = await service.unfinished()
  const percent = Math.floor(((there?.received ?? 0) / disks.debian.sizeBytes) * 100)
  await expect(row.getByTestId('percent')).toHaveText(`${percent} %`)

  await chooseAgain(disks.impostor.path)
  await expect(row).toContainText('other content')
  network.release()
  await chooseAgain(disks.debian.path)
  await isActive(row)
  await isTheSame(service, disks.debian)

  async function chooseAgain(path: string): Promise<void> {
    const chooser = dashboard.waitForEvent('filechooser')
    await row.getByRole('button', { name: 'Choose file' }).click()
    await (await chooser).setFiles(path)
  }
})

test('the server killed in the middle and started again: nothing confirmed is sent twice', async ({
  dashboard,
  disks,
  network,
  server,
  service,
}) => {
  const row = await beginAndHold(dashboard, network, disks.debian, 12 * MIB)
  await server.kill('SIGKILL')
  await expect(row).toContainText('Waiting for the network')
  network.release()
  await server.restart()
  await isActive(row)
  await isTheSame(service, disks.debian)
})

test('killed after the last byte, before the answer: it ends active all the same', async ({
  dashboard,
  disks,
  network,
  server,
  service,
}) => {
  const row = await beginAndHoldTheEnd(dashboard, network, disks.debian)
  network.holdAnswers()
  network.allow(Number.POSITIVE_INFINITY)
  await expect.poll(async () => (await service.images())[0]?.status).toBe('active')
  await server.kill('SIGKILL')
  network.release()
  await server.restart()
  await isActive(row)
  await isTheSame(service, disks.debian)
})

test('the page closed and opened again after everything was sent: done, without the file', async ({
  dashboard,
  disks,
  network,
  service,
}) => {
  await beginAndHoldTheEnd(dashboard, network, disks.debian)
  network.holdAnswers()
  network.allow(Number.POSITIVE_INFINITY)
  const { url } = network
  await dashboard.goto('about:blank')
  network.release()
  await dashboard.goto(`${url}/images`)
  await isActive(rowOf(dashboard, disks.debian))
  await isTheSame(service, disks.debian)
})

test('the image deleted by somebody meanwhile: it says so and offers a new beginning', async ({
  dashboard,
  disks,
  network,
  service,
}) => {
  const row = await beginAndHold(dashboard, network, disks.debian, 12 * MIB)
  const [image] = await service.images()
  await service.remove(image?.id ?? '')
  network.release()
  await expect(row).toContainText('was deleted')
  await row.getByRole('button', { name: 'Start again' }).click()
  await dashboard.getByRole('dialog').getByRole('button', { name: 'Upload', exact: true }).click()
  await isActive(dock(dashboard).getByRole('listitem').filter({ hasText: 'Active' }))
  await isTheSame(service, disks.debian)
})
