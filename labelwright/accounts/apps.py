from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "labelwright.accounts"
    label = "accounts"
