"""A small unpatched discord.py bot with which the tests of the loopback Discord try it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import yarl
from platforms.discord.library import app_commands, discord, ui
from platforms.discord.server import Discord

OTHER = """
import sys, discord
discord.http.Route.BASE = sys.argv[1]
client = discord.AutoShardedClient(
    intents=discord.Intents(guilds=True, guild_messages=True),
    allowed_mentions=discord.AllowedMentions.none(),
)
@client.event
async def on_message(message):
    if message.author != client.user:
        await message.reply("from afar")
client.run(sys.argv[2], log_handler=None)
"""
NOBODY = discord.AllowedMentions.none()
Hear = Callable[[discord.Message], Awaitable[None]]


class Thumb(ui.DynamicItem[ui.Button[ui.View]], template=r"fb:v1:(?P<vote>up|down)"):
    def __init__(self, vote: str) -> None:
        super().__init__(ui.Button(label=vote, custom_id=f"fb:v1:{vote}"))

    @classmethod
    async def from_custom_id(cls, _interaction, _item, match):
        return cls(match["vote"])

    async def callback(self, interaction):
        if self.item.label == "down":
            await interaction.response.send_modal(Why())
        else:
            await interaction.response.send_message("thanks", ephemeral=True)


class Why(ui.Modal, title="What was wrong?"):
    reason = ui.Label(
        text="Reason",
        component=ui.RadioGroup(
            custom_id="reason",
            options=[
                discord.RadioGroupOption(label="Wrong", value="w"),
                discord.RadioGroupOption(label="Old", value="o"),
            ],
        ),
    )
    more = ui.Label(text="More", component=ui.TextInput(custom_id="more", required=False))

    async def on_submit(self, interaction):
        chosen = self.reason.component.value
        await interaction.response.send_message(
            f"{chosen}/{self.more.component.value}", ephemeral=True
        )


class Answer(ui.LayoutView):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        section = ui.Section(
            ui.TextDisplay("source one"),
            accessory=ui.Button(label="Open", url="https://example.org/1"),
        )
        self.add_item(ui.Container(ui.TextDisplay("the answer"), ui.Separator(), section))
        self.add_item(ui.ActionRow(Thumb("up"), Thumb("down")))


class Client(discord.AutoShardedClient):
    def __init__(self, hear: Hear | None = None) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=intents, allowed_mentions=NOBODY, guild_ready_timeout=0.1)
        self.tree = app_commands.CommandTree(self)
        self.hear = hear
        self.tree.add_command(app_commands.Command(name="ask", description="Ask", callback=ask))
        self.tree.add_command(app_commands.ContextMenu(name="Ask about this", callback=about))
        sources = app_commands.Group(name="sources", description="Sources")
        sources.add_command(app_commands.Command(name="show", description="Show", callback=show))
        self.tree.add_command(sources)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Thumb)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id, *, initial=False):
        await asyncio.sleep(0)

    async def on_message(self, message: discord.Message) -> None:
        if self.hear is not None and message.author.id != self.user.id:
            await self.hear(message)


async def ask(interaction: discord.Interaction, question: str) -> None:
    await interaction.response.defer(thinking=True)
    if question != "never":
        await interaction.edit_original_response(view=Answer())


async def about(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"about: {message.content}", ephemeral=True)


async def show(interaction: discord.Interaction, source: str) -> None:
    await interaction.response.send_message(f"{source} {interaction.locale}")


async def sources_named(
    _interaction: discord.Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"{typed}ge", value=f"{typed}ge")]


show = app_commands.autocomplete(source=sources_named)(show)


@asynccontextmanager
async def running(server: Discord, hear: Hear | None = None) -> AsyncIterator[Client]:
    discord.http.Route.BASE = server.api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
    async with Client(hear) as client:
        task = asyncio.create_task(client.start(server.token))
        try:
            await server.connected()
            await client.wait_until_ready()
            yield client
        finally:
            await client.close()
            await task
