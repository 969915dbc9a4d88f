"""Tries what glanceclient and openstacksdk can do with images, as each persona, and prints what came of it.

One argument: JSON with the address of identity, the personas by name (each with user, password and project), and an
address to import from. Printed: for each library, for each operation, 'ok' or the status of the refusal, by persona.
"""
import io
import json
import sys
import time

import glanceclient
import openstack
from keystoneauth1 import session
from keystoneauth1.identity import v3

WORLD = json.loads(sys.argv[1])
FORMATS = {'disk_format': 'raw', 'container_format': 'bare'}
DATA = b'the bytes of a small disk'


class Refused(Exception):
    def __init__(self, code):
        self.code = code


def session_of(persona):
    domain = {'user_domain_id': 'default', 'project_domain_id': 'default'}
    return session.Session(
        auth=v3.Password(
            auth_url=WORLD['authUrl'],
            username=persona['userName'],
            password=persona['password'],
            project_name=persona['projectName'],
            **domain,
        )
    )


SESSIONS = {name: session_of(persona) for name, persona in WORLD['personas'].items()}
OWNER = glanceclient.Client('2', session=SESSIONS['member'])
ADMIN = glanceclient.Client('2', session=SESSIONS['admin'])


def becomes(image, status):
    deadline = time.monotonic() + 100
    while OWNER.images.get(image).status != status:
        if time.monotonic() > deadline:
            raise TimeoutError(f'{image} never became {status}')
        time.sleep(0.1)


# Images in the states that operations need, all of the member's project.
def queued():
    return OWNER.images.create(name='of the member', **FORMATS).id


def active():
    image = queued()
    OWNER.images.upload(image, io.BytesIO(DATA))
    return image


def tagged():
    image = queued()
    OWNER.image_tags.update(image, 'blue')
    return image


def deactivated():
    image = active()
    ADMIN.images.deactivate(image)
    return image


def shared():
    image = OWNER.images.create(name='shared', visibility='shared', **FORMATS).id
    OWNER.image_members.create(image, 'somebody')
    return image


def staged():
    image = queued()
    OWNER.images.stage(image, io.BytesIO(DATA))
    return image


def in_two_stores():
    image = staged()
    OWNER.images.image_import(image, stores=['near', 'far'])
    becomes(image, 'active')
    return image


def located():
    image = queued()
    for number in (1, 2):
        OWNER.images.add_location(image, f"{WORLD['uri']}?{number}", {})
    return image


def nothing():
    return None


def seen(image, images):
    if image not in [each.id for each in images]:
        raise Refused('absent')


def read(chunks):
    if b''.join(chunks) != DATA:
        raise ValueError('It is other data.')


def sdk_download(cloud, image):
    # Without a stream it takes the words of a refusal for the data, and finds their hash wrong.
    response = cloud.download_image(image, stream=True)
    if response.status_code != 200:
        raise Refused(response.status_code)
    read(response.iter_content(1024))


def sdk_switch(switch, image, status):
    # Nor does it look at these answers: the image tells.
    switch(image)
    if ADMIN.images.get(image.id).status != status:
        raise Refused(403)


def sdk_import(cloud, image, **how):
    # It does not look at the answer: whether there is a task tells.
    cloud.import_image(cloud.get_image(image), **how)
    if not ADMIN.images.get_associated_image_tasks(image)['tasks']:
        raise Refused(403)


def old_task():
    image_properties = {'name': 'by task', **FORMATS}
    return {'import_from': WORLD['uri'], 'import_from_format': 'raw', 'image_properties': image_properties}


GLANCE = {
    'create': (nothing, lambda g, i: g.images.create(name='mine', **FORMATS)),
    'list': (queued, lambda g, i: seen(i, g.images.list())),
    'show': (queued, lambda g, i: g.images.get(i)),
    'update': (queued, lambda g, i: g.images.update(i, name='another', hw_disk_bus='virtio')),
    'publish': (queued, lambda g, i: g.images.update(i, visibility='public')),
    'delete': (queued, lambda g, i: g.images.delete(i)),
    'upload': (queued, lambda g, i: g.images.upload(i, io.BytesIO(DATA))),
    'download': (active, lambda g, i: read(g.images.data(i))),
    'deactivate': (active, lambda g, i: g.images.deactivate(i)),
    'reactivate': (deactivated, lambda g, i: g.images.reactivate(i)),
    'download what is deactivated': (deactivated, lambda g, i: read(g.images.data(i))),
    'add a tag': (queued, lambda g, i: g.image_tags.update(i, 'red')),
    'remove a tag': (tagged, lambda g, i: g.image_tags.delete(i, 'blue')),
    'add a member': (shared, lambda g, i: g.image_members.create(i, 'another')),
    'list members': (shared, lambda g, i: list(g.image_members.list(i))),
    'show a member': (shared, lambda g, i: g.image_members.get(i, 'somebody')),
    'accept for a member': (shared, lambda g, i: g.image_members.update(i, 'somebody', 'accepted')),
    'remove a member': (shared, lambda g, i: g.image_members.delete(i, 'somebody')),
    'stage': (queued, lambda g, i: g.images.stage(i, io.BytesIO(DATA))),
    'import what is staged': (staged, lambda g, i: g.images.image_import(i)),
    'import from the web': (
        queued,
        lambda g, i: g.images.image_import(i, method='web-download', uri=WORLD['uri']),
    ),
    'copy to a store': (
        active,
        lambda g, i: g.images.image_import(i, method='copy-image', stores=['far']),
    ),
    'tasks of an image': (active, lambda g, i: list(g.images.get_associated_image_tasks(i)['tasks'])),
    'delete from a store': (in_two_stores, lambda g, i: g.images.delete_from_store('far', i)),
    'add a location': (queued, lambda g, i: g.images.add_location(i, WORLD['uri'], {})),
    'remove a location': (located, lambda g, i: g.images.delete_locations(i, {WORLD['uri'] + '?2'})),
    'import methods': (nothing, lambda g, i: g.images.get_import_info()),
    'stores': (nothing, lambda g, i: g.images.get_stores_info()),
    'stores in detail': (nothing, lambda g, i: g.images.get_stores_info_detail()),
    'usage': (nothing, lambda g, i: list(g.info.get_usage())),
    'schemas': (nothing, lambda g, i: g.schemas.get('image')),
    'list tasks': (nothing, lambda g, i: list(g.tasks.list())),
    'create a task': (nothing, lambda g, i: g.tasks.create(type='import', input=old_task())),
    'list the cache': (nothing, lambda g, i: g.cache.list()),
    'cache': (active, lambda g, i: g.cache.queue(i)),
}

SDK = {
    'create': (nothing, lambda c, i: c.create_image('mine', allow_duplicates=True, **FORMATS)),
    'list': (queued, lambda c, i: seen(i, c.images())),
    'show': (queued, lambda c, i: c.get_image(i)),
    'update': (queued, lambda c, i: c.update_image(i, name='another', hw_disk_bus='virtio')),
    'publish': (queued, lambda c, i: c.update_image(i, visibility='public')),
    'delete': (queued, lambda c, i: c.delete_image(i, ignore_missing=False)),
    'download': (active, sdk_download),
    'deactivate': (active, lambda c, i: sdk_switch(c.deactivate_image, c.get_image(i), 'deactivated')),
    'reactivate': (deactivated, lambda c, i: sdk_switch(c.reactivate_image, c.get_image(i), 'active')),
    'download what is deactivated': (deactivated, sdk_download),
    'add a tag': (queued, lambda c, i: c.add_tag(i, 'red')),
    'remove a tag': (tagged, lambda c, i: c.remove_tag(i, 'blue')),
    'add a member': (shared, lambda c, i: c.add_member(i, member_id='another')),
    'list members': (shared, lambda c, i: list(c.members(i))),
    'show a member': (shared, lambda c, i: c.get_member('somebody', i)),
    'accept for a member': (shared, lambda c, i: c.update_member('somebody', i, status='accepted')),
    'remove a member': (shared, lambda c, i: c.remove_member('somebody', i, ignore_missing=False)),
    'stage': (queued, lambda c, i: c.stage_image(c.get_image(i), data=io.BytesIO(DATA))),
    'import what is staged': (staged, sdk_import),
    'import from the web': (
        queued,
        lambda c, i: sdk_import(c, i, method='web-download', uri=WORLD['uri']),
    ),
    'copy to a store': (
        active,
        lambda c, i: sdk_import(c, i, method='copy-image', stores=['far']),
    ),
    'stores': (nothing, lambda c, i: list(c.stores())),
    'schemas': (nothing, lambda c, i: c.get_image_schema()),
    'list tasks': (nothing, lambda c, i: list(c.tasks())),
    'create a task': (nothing, lambda c, i: c.create_task(type='import', input=old_task())),
}


def status_of(error):
    for name in ('code', 'http_status', 'status_code'):
        status = getattr(error, name, None)
        if isinstance(status, (int, str)) and status != '':
            return status
    return f'{type(error).__name__}: {error}'


def outcome(operation, client, image):
    try:
        operation(client, image)
        return 'ok'
    except Exception as error:
        return status_of(error)


def tried(operations, clients):
    table = {}
    for name, (make, operation) in operations.items():
        outcomes, image, is_fresh = {}, None, False
        # Those who are refused change nothing: the next one gets the same image.
        for persona in ('stranger', 'reader', 'member', 'admin'):
            if not is_fresh:
                image, is_fresh = make(), True
            outcomes[persona] = outcome(operation, clients[persona], image)
            is_fresh = outcomes[persona] != 'ok'
        table[name] = outcomes
    return table


clients = {name: glanceclient.Client('2', session=each) for name, each in SESSIONS.items()}
proxies = {name: openstack.connection.Connection(session=each).image for name, each in SESSIONS.items()}
print(json.dumps({'glance': tried(GLANCE, clients), 'sdk': tried(SDK, proxies)}))
