"""Forms as the common systems print them are read the same."""

from tests.audit.pages.page import FOOTER, checks, read, whole

from vestnik.audit.model import Form

TILDA = """<form id="form1" name="form1" role="form" action="https://forms.tildacdn.com/procces/"
method="POST" class="t-form js-form-proccess"><div class="t-input-group t-input-group_nm" data-input-lid="1">
<div class="t-input-block">
<input type="text" autocomplete="name" name="Name" class="t-input js-tilda-rule" placeholder="Имя"
data-tilda-req="1"></div></div>
<div class="t-input-group t-input-group_ph">
<input type="tel" name="Phone" class="t-input js-phonemask-input" data-tilda-rule="phone"></div>
<div class="t-input-group t-input-group_cb"><label class="t-checkbox__control">
<input type="checkbox" name="Checkbox" value="yes"
class="t-checkbox js-tilda-rule" data-tilda-req="1"><div class="t-checkbox__indicator"></div>Даю
<a href="/consent">согласие
на обработку персональных данных</a></label></div><div class="t-form__submit">
<button type="submit" class="t-submit">Отправить</button></div></form>"""

CONTACT_FORM_7 = """<div class="wpcf7">
<form action="/#wpcf7-f5-o1" method="post" class="wpcf7-form init" novalidate="novalidate">
<p><label>Ваше имя<br><span class="wpcf7-form-control-wrap">
<input type="text" name="your-name" class="wpcf7-form-control wpcf7-text"></span></label></p>
<p><label>E-mail<br><input type="email" name="your-email" class="wpcf7-form-control wpcf7-email">
</label></p>
<p><span class="wpcf7-form-control wpcf7-acceptance"><span class="wpcf7-list-item"><label>
<input type="checkbox" name="acceptance-1" value="1">
<span class="wpcf7-list-item-label">Я даю <a href="/consent">согласие на обработку персональных данных
</a></span></label></span></span></p>
<p><input type="submit" value="Отправить" class="wpcf7-submit"></p></form></div>"""

BITRIX = """<form name="SIMPLE_FORM_1" action="/contacts/" method="POST" enctype="multipart/form-data">
<input type="hidden" name="sessid" value="x"><div class="form-group"><label for="p1">Ваше имя</label>
<input id="p1" type="text" name="form_text_1"></div>
<div class="form-group"><label for="p2">Телефон</label><input id="p2" type="text" name="form_text_2"></div>
<div class="licence_block"><input type="checkbox" id="licenses" name="licenses_popup" required value="Y">
<label for="licenses">Даю <a href="/consent">согласие на обработку персональных данных</a></label></div>
<input type="submit" name="web_form_submit" value="Отправить"></form>"""

VUE = """<template><form @submit.prevent="send"><input v-model="form.name" placeholder="Имя">
<input v-model="form.phone" type="tel">
<label><input type="checkbox" v-model="form.agree" required> Даю
<router-link to="/consent">согласие на обработку персональных данных</router-link></label>
<button :disabled="!form.agree">Отправить</button></form><a href="/privacy">Политика конфиденциальности
</a></template>"""

REACT = """export function Order() { const [agree, setAgree] = useState(false); return (
<form onSubmit={(event) => { event.preventDefault(); send() }} className="order">
<input type="text" name="name" placeholder="Имя" value={name} onChange={(event) =>
setName(event.target.value)} />
<input type="tel" name="phone" value={phone} onChange={(e) => setPhone(e.target.value > 3 ? "" : "x")} />
<label><input type="checkbox" checked={agree} onChange={() => setAgree(!agree)} required />
Даю <a href="/consent">согласие на обработку персональных данных</a></label>
<button type="submit" disabled={!agree}>Отправить</button></form>) }
const policy = <Link href="/privacy">Политика конфиденциальности</Link>"""


def only_form(source: str, url: str | None, path: str = "page.html") -> Form:
    (form,) = read(source, url, path=path).forms
    return form


def test_forms_of_content_systems_are_read_and_quiet() -> None:
    for source in (TILDA, CONTACT_FORM_7, BITRIX):
        form = only_form(source + FOOTER, "https://shop.example/")
        assert "name" in form.data
        assert (form.method, form.consent) == ("post", "box")
        assert form.consent_link == "https://shop.example/consent"
        assert checks(source + FOOTER) == set()


def test_components_are_read_and_quiet() -> None:
    for source, path in ((VUE, "Order.vue"), (REACT, "Order.tsx")):
        form = only_form(source, None, path)
        assert form.data == ("phone", "name")
        assert (form.method, form.consent) == ("script", "box")
        assert checks(source, None, path=path) == set()


def test_a_form_of_a_system_without_its_box_is_noticed() -> None:
    start, end = (
        TILDA.index('<div class="t-input-group t-input-group_cb">'),
        TILDA.index('<div class="t-form__submit">'),
    )
    assert "PD-FORM-01" in checks(TILDA[:start] + TILDA[end:] + FOOTER)


def test_a_link_of_a_framework_names_the_policy() -> None:
    assert not [item for item in whole(REACT, url=None).signals if item.check == "PD-POL-01"]
    assert read(VUE, None, path="Order.vue").policy_links == ("/privacy",)
