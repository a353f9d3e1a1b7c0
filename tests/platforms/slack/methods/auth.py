"""auth.*, apps.*, oauth.*: who the bot is, and its installations."""

from platforms.slack.core import Core
from platforms.slack.methods.call import Call, Method
from platforms.slack.model import Json, SlackError, Team
from platforms.slack.payloads import APP_ID


def test(call: Call) -> Json:
    team = call.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": call.core.world.users[team.bot_user_id].name,
        "team_id": team.id,
        "user_id": team.bot_user_id,
        "bot_id": team.bot_id,
        "enterprise_id": team.enterprise_id,
        "is_enterprise_install": False,
    }


def revoke(call: Call) -> Json:
    trial = call.args.get("test") in {True, "true", "1"}
    if not trial:
        call.team.barred = "token_revoked"
        call.core.changed()
    return {"revoked": not trial}


def uninstall(call: Call) -> Json:
    if not call.args.get("client_id") or not call.args.get("client_secret"):
        raise SlackError("bad_client_secret")
    removed(call.core, call.team)
    return {}


def removed(core: Core, team: Team) -> None:
    """The app leaves a workspace: its token dies, and two events say so."""
    core.emit(team, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [team.bot_user_id]}})
    core.emit(team, {"type": "app_uninstalled"})
    team.barred = "account_inactive"
    core.changed()


def oauth_access(core: Core, args: Json) -> Json:
    """A code becomes a bot token, once."""
    team_id = core.codes.pop(str(args.get("code") or ""), None)
    if team_id is None:
        raise SlackError("invalid_code")
    if not args.get("client_id") or not args.get("client_secret"):
        raise SlackError("invalid_client_id")
    team = core.world.teams[team_id]
    team.barred = None
    core.changed()
    return _access(core, team)


def _access(core: Core, team: Team) -> Json:
    people = (each for each in core.world.users.values() if each.team_id == team.id)
    installer = next((each.id for each in people if not each.is_bot), "U0INSTALLER")
    enterprise = {"id": team.enterprise_id, "name": "Loopback"} if team.enterprise_id else None
    return {
        "app_id": APP_ID,
        "authed_user": {"id": installer},
        "scope": ",".join(sorted(team.scopes)),
        "token_type": "bot",
        "access_token": team.bot_token,
        "bot_user_id": team.bot_user_id,
        "team": {"id": team.id, "name": team.name},
        "enterprise": enterprise,
        "is_enterprise_install": False,
    }


METHODS = {
    "auth.test": Method(test, tier=0),
    "auth.revoke": Method(revoke, tier=3),
    "apps.uninstall": Method(uninstall, tier=1),
}
