"""Second opinions about statements that passed the checks: implementations of bot.ports.SecondOpinion."""
