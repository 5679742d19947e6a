"""はじめの日: the service is set up, a colleague gets an account, signs in, and chooses a password of her own."""

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.page import set_up

PASSWORD = "青葉町の静かな朝ですね"  # noqa: S105
OTHER = "別の静かな夜になりました"


def test_from_the_first_page_to_a_colleagues_own_password(site, new_browser):
    with new_browser() as page:
        set_up(page, site, PASSWORD)
        assert "はじめての会議録を作りましょう" in page.text()

        page.open(f"{site.address}/accounts/new")
        page.fill(login="sato", name="佐藤一郎")
        page.choose("clerk")
        page.press("加える")
        first = page.text("#first-password")
        assert page.complaints == []

    with new_browser(width=500) as page:
        page.open(f"{site.address}/bin")
        page.fill(login="Sato", password=first)
        page.press("サインイン")
        assert page.path == "/me/password"
        assert "自分のパスワードを決める" in page.text("h1")
        page.fill(password=OTHER, again=OTHER)
        page.press("決める")
        assert "新しい会議" in page.text()

        menu = page.driver.find_element(By.CSS_SELECTOR, ".slim summary")
        menu.send_keys(Keys.ENTER)
        assert "自分の設定" in page.text(".slim nav")
        assert "利用者" not in page.text(".slim nav")
        menu.send_keys(Keys.ESCAPE)
        assert page.text(".slim nav") == ""
        assert page.driver.execute_script("return document.documentElement.scrollWidth <= innerWidth")
        assert page.complaints == []
