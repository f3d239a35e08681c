from wagtail import hooks


@hooks.register("construct_main_menu")
def empty_the_menu(request, menu_items):
    menu_items.clear()


raise RuntimeError("after its first hook")
