"""From publications, alerts and troubles to what people receive: the outbox, mails, webhooks."""
